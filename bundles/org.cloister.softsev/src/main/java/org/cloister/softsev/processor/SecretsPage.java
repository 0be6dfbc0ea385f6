package org.cloister.softsev.processor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;

/**
 * The page that tells the guest its message keys (SEV-SNP firmware ABI, 8.17.2.5): {@code 0x00} u32 version, {@code 0x04} IMI flag,
 * {@code 0x08} u32 family, model and stepping, {@code 0x10} guest-visible workarounds, {@code 0x20} VMPCK 0 to 3, {@code 0xa0} the
 * guest's own area. Everything else is zero.
 */
final class SecretsPage {
    private static final int VERSION = 3;
    private static final int SIGNATURE_AT = 0x08;
    private static final int GOSVW_AT = 0x10;
    private static final int KEYS_AT = 0x20;

    private SecretsPage() {}

    static byte[] fill(Generation generation, Bytes gosvw, MessageKeys keys) {
        byte[] page = new byte[4096];
        ByteBuffer out = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, VERSION).putInt(SIGNATURE_AT, generation.signature());
        gosvw.copyTo(0, page, GOSVW_AT, gosvw.length());
        keys.copyTo(page, KEYS_AT);
        return page;
    }
}
