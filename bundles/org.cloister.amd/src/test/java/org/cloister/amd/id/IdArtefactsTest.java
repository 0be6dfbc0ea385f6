// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, signatures and a page that other implementations made: virtee/sev and sev-snp-measure. */
class IdArtefactsTest {
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    /** The block that the signature of virtee/sev's page is over. */
    private static final IdBlock BLOCK = IdBlock.of(
            Bytes.ofHex(
                    "a14d638341e5674628fe1e02fbedebe5e5ab4faf1dd72d8966068e615bb99efd13d214b35c231715b38e263dc6059745"),
            NO_ID,
            NO_ID,
            0,
            PolicyLayout.SNP.usual());

    /** The digests that the tests of those implementations expect. */
    @ParameterizedTest
    @CsvSource({
        "test_id_key.pem,WfssaG36T+9J84M5qndckAUcKNVzg93DuvO160sUlt87DbvcuuX+J2d6ZEggdz/i",
        "test_auth_key.pem,7tgRafsMteDsNHlPEo/U4MSkb2fGWhrfqB/LJLzAiMJyNpt//D6ytq9qQoShs2xf",
        "id_key_test.pem,hwt+NcU/inLQ0yL3WrKvgmJ5Kq9leWIs5BMcPyHyied8sFYKXjuQs5MuZ07HCcsU",
        "author_key_test.pem,YxEcNLv8Ckk4+aAJvQdJgNgXIyPmFZnJ/TNtqGcySOHcqY0L6PdjdqEGuK/UwKBX"
    })
    void keysHaveTheKnownDigests(String file, String digest) {
        byte[] pem = read(file).toArray();
        Bytes found = IdAuthentication.digest(PublicKeyFile.read(pem, file));
        assertThat(Base64.getEncoder().encodeToString(found.toArray())).isEqualTo(digest);
    }

    @Test
    void pageIsPutTogetherByteForByte() {
        IdAuthentication made = IdAuthentication.of(publicKey("test_id_key.pem"), signature("test_id_sig.bin"))
                .withAuthor(publicKey("test_auth_key.pem"), signature("test_auth_sig.bin"));
        assertThat(made.encode()).isEqualTo(read("test_auth_block.bin"));
    }

    @Test
    void pageIsValidForItsBlock() {
        IdAuthentication page = IdAuthentication.decode(read("test_auth_block.bin"), "test_auth_block.bin");
        assertThat(page.violations(BLOCK)).isEmpty();
        assertThat(page.signs(BLOCK)).isTrue();
        assertThat(page.isAuthored()).isTrue();
        assertThat(page.idKeyDigest()).isEqualTo(IdAuthentication.digest(publicKey("test_id_key.pem")));
        assertThat(page.authorKeyDigest()).contains(IdAuthentication.digest(publicKey("test_auth_key.pem")));
    }

    @Test
    void keysSignAnew() {
        try (SigningKey id = signing("id_key_test.pem");
                SigningKey author = signing("author_key_test.pem")) {
            IdAuthentication made = IdAuthentication.sign(BLOCK, id, Optional.of(author));
            assertThat(made.violations(BLOCK)).isEmpty();
            assertThat(made.idKey()).isEqualTo(publicKey("id_key_test.pem"));
        }
    }

    private static IdSignature signature(String file) {
        Bytes all = read(file);
        assertThat(all.length()).isEqualTo(512);
        assertThat(all.slice(144, 368).isZero()).isTrue();
        return new IdSignature(all.slice(0, 72), all.slice(72, 72));
    }

    private static EcKey publicKey(String file) {
        return PublicKeyFile.read(read(file).toArray(), file);
    }

    private static SigningKey signing(String file) {
        return SigningKey.read(read(file).toArray(), file);
    }

    private static Bytes read(String file) {
        return TestData.bytes("idblock/" + file);
    }
}
