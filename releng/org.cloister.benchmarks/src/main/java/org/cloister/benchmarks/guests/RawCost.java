// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;

/**
 * What a launch cannot do without: SHA-384 over contents and page information of every page, and AES-128-XTS over the
 * same pages, by the JDK's own means and nothing around them.
 */
final class RawCost {
    private static final int PAGE = 4096;
    private static final int BLOCK = 16;
    private static final int PAGE_INFO = 0x70;
    private static final int DIGEST = 48;

    private final MessageDigest sha384;
    private final Cipher data;
    private final Cipher tweak;
    private final byte[] content;
    private final int measured;
    private final int pages;
    private final byte[] mask = new byte[PAGE];
    private final byte[] page = new byte[PAGE];
    private final byte[] info = new byte[PAGE_INFO];

    /** The cost of a plan; each VMSA is a page that is hashed and encrypted. */
    RawCost(LaunchPlan plan) throws GeneralSecurityException {
        sha384 = MessageDigest.getInstance("SHA-384");
        data = aes();
        tweak = aes();
        measured = plan.vcpus().size()
                + (int) (plan.ranges().stream()
                                .filter(range -> range.kind().equals(PageKind.NORMAL))
                                .mapToLong(InitialRange::size)
                                .sum()
                        / PAGE);
        pages = plan.vcpus().size()
                + (int) (plan.ranges().stream().mapToLong(InitialRange::size).sum() / PAGE);
        content = plan.ranges().get(0).content().orElseThrow().toArray();
    }

    private static Cipher aes() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[BLOCK], "AES"));
        return cipher;
    }

    int pages() {
        return pages;
    }

    /** Does all of it once; the answer depends on everything. */
    byte once() throws GeneralSecurityException {
        for (int i = 0; i < pages; i++) {
            System.arraycopy(content, i * PAGE % content.length, page, 0, PAGE);
            if (i < measured) {
                sha384.update(page);
                sha384.digest(info, DIGEST, DIGEST);
            }
            sha384.update(info);
            sha384.digest(info, 0, DIGEST);
            encrypt(i);
        }
        return (byte) (info[0] ^ page[0]);
    }

    private void encrypt(long unit) throws GeneralSecurityException {
        byte[] first = ByteBuffer.allocate(BLOCK)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, unit)
                .array();
        tweak.doFinal(first, 0, BLOCK, first);
        ByteBuffer tweaks = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer masks = ByteBuffer.wrap(mask).order(ByteOrder.LITTLE_ENDIAN);
        long low = tweaks.getLong(0);
        long high = tweaks.getLong(8);
        for (int at = 0; at < PAGE; at += BLOCK) {
            masks.putLong(at, low).putLong(at + 8, high);
            long carry = high >>> 63;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ carry * 0x87;
        }
        mix();
        data.doFinal(page, 0, PAGE, page);
        mix();
    }

    private void mix() {
        ByteBuffer bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer masks = ByteBuffer.wrap(mask).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < PAGE; at += Long.BYTES) {
            bytes.putLong(at, bytes.getLong(at) ^ masks.getLong(at));
        }
    }
}
