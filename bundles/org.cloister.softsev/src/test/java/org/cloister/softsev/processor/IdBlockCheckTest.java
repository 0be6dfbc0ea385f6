// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.Refusal;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.Test;

/** An ID block and its authentication that another implementation (virtee/sev) made. */
class IdBlockCheckTest {
    private static final Bytes DIGEST = Bytes.ofHex(
            "a14d638341e5674628fe1e02fbedebe5e5ab4faf1dd72d8966068e615bb99efd13d214b35c231715b38e263dc6059745");
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    private static final Bytes BLOCK =
            IdBlock.of(DIGEST, NO_ID, NO_ID, 0, PolicyLayout.SNP.usual()).raw();
    private static final String ID_KEY = "WfssaG36T+9J84M5qndckAUcKNVzg93DuvO160sUlt87DbvcuuX+J2d6ZEggdz/i";
    private static final String AUTHOR_KEY = "7tgRafsMteDsNHlPEo/U4MSkb2fGWhrfqB/LJLzAiMJyNpt//D6ytq9qQoShs2xf";

    @Test
    void takesWhatOthersSigned() {
        LaunchIdentity owner =
                IdBlockCheck.of(given(), true, DIGEST, PolicyLayout.SNP.usual().value());
        assertThat(base64(owner.idKeyDigest())).isEqualTo(ID_KEY);
        assertThat(base64(owner.authorKeyDigest())).isEqualTo(AUTHOR_KEY);
    }

    @Test
    void refusesItForAnotherGuest() {
        SignedIdBlock given = given();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> IdBlockCheck.of(
                        given,
                        true,
                        Bytes.of(new byte[48]),
                        PolicyLayout.SNP.usual().value()))
                .matches(e -> e.status() == FirmwareStatus.BAD_MEASUREMENT.code());
    }

    private static SignedIdBlock given() {
        return new SignedIdBlock(BLOCK, Bytes.of(DataFolder.bytes("idblock/test_auth_block.bin")));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
