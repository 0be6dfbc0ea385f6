// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.FolderStore;

/**
 * What owner and processor derived for a session (SEV API, 55766, "Key Agreement"), computed once more from the state
 * that the processor keeps.
 */
record Agreement(byte[] master, byte[] encryption, byte[] integrity) {
    private static final int KEY = 16;

    static Agreement of(Path folder) throws IOException, GeneralSecurityException {
        byte[] session = base64(folder.resolve("vm_session.b64"));
        EcKey owner = SevCertificate.decode(Bytes.of(base64(folder.resolve("vm_godh.b64"))), "godh")
                .ecKey();
        try (FolderStore store = FolderStore.open(folder.resolve(OwnersDay.STATE))) {
            byte[] agreed = store.owner().orElseThrow().pdh().agree(owner);
            byte[] master = derive(agreed, "sev-master-secret", Arrays.copyOf(session, KEY));
            return new Agreement(
                    master, derive(master, "sev-kek", new byte[0]), derive(master, "sev-kik", new byte[0]));
        }
    }

    // NIST SP 800-108, 4.1: one block is enough
    private static byte[] derive(byte[] key, String label, byte[] context) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(new byte[] {1, 0, 0, 0});
        mac.update(label.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        mac.update(context);
        mac.update(new byte[] {(byte) (KEY * Byte.SIZE), 0, 0, 0});
        return Arrays.copyOf(mac.doFinal(), KEY);
    }

    private static byte[] base64(Path file) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(file));
    }
}
