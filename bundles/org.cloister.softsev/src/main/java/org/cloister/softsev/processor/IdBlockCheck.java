// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Locale;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.Refusal;

/**
 * What SNP_LAUNCH_FINISH checks of an ID block (SEV-SNP firmware ABI, 56860, "SNP_LAUNCH_FINISH"). Order and statuses
 * are those of the firmware of EPYC 9004 as AMD published it (AMD-ASPFW, {@code sev_mcmd.c}). That one looks neither at
 * the block's version nor at reserved bytes: {@code INVALID_PARAM} for these is a choice made here, not verified.
 */
final class IdBlockCheck {
    private static final String CURVE = ".curve";

    private final Bytes block;
    private final IdAuthentication authentication;
    private final boolean authored;

    private IdBlockCheck(SignedIdBlock given, boolean authored) {
        block = given.block();
        authentication = new IdAuthentication(given.authentication());
        this.authored = authored;
    }

    /**
     * Refuses a block that does not fit the guest, or is not signed as it has to be.
     *
     * @param authored whether AUTHOR_KEY_EN is set: without it an author key that is there is ignored
     * @param digest the guest's launch digest, 48 bytes
     * @param policy the guest's policy
     */
    static LaunchIdentity of(SignedIdBlock given, boolean authored, Bytes digest, long policy) {
        IdBlockCheck check = new IdBlockCheck(given, authored);
        check.fits(digest, policy);
        check.wellFormed();
        check.signed();
        return check.identity();
    }

    private void fits(Bytes digest, long policy) {
        Bytes wanted = IdBlock.LD.in(block);
        require(
                wanted.equals(digest),
                FirmwareStatus.BAD_MEASUREMENT,
                "ld " + wanted.hex() + ", the guest has " + digest.hex());
        String policies =
                String.format(Locale.ROOT, "policy 0x%x, the guest has 0x%x", IdBlock.POLICY.number(block), policy);
        require(IdBlock.POLICY.number(block) == policy, FirmwareStatus.POLICY_FAILURE, policies);
    }

    private void wellFormed() {
        long version = IdBlock.VERSION.number(block);
        require(version == IdBlock.VERSION_NUMBER, FirmwareStatus.INVALID_PARAM, "version " + version + ", not 1");
        require(
                !authored || authentication.authorKey().isPresent(),
                FirmwareStatus.INVALID_PARAM,
                "author_key_algo 0: AUTHOR_KEY_EN is set, and there is no author key");
        for (Violation wrong : authentication.violations()) {
            // A key on another curve cannot have signed anything: that is reported with the signatures.
            require(wrong.field().endsWith(CURVE), FirmwareStatus.INVALID_PARAM, wrong.toString());
        }
    }

    private void signed() {
        requireKey("id_key", authentication.idKey());
        boolean signs = authentication.signs(new IdBlock(block));
        require(signs, FirmwareStatus.BAD_SIGNATURE, "id_block_sig is not a signature of the ID block by id_key");
        if (authored) {
            requireKey("author_key", authentication.authorKey().orElseThrow());
            boolean authentic = authentication.isAuthored();
            require(authentic, FirmwareStatus.BAD_SIGNATURE, "id_key_sig is not a signature of id_key by author_key");
        }
    }

    private static void requireKey(String name, EcKey key) {
        try {
            require(key.curve() == Curve.P384, FirmwareStatus.BAD_SIGNATURE, name + " is on another curve than P-384");
            key.toPublicKey();
        } catch (CloisterException noKey) {
            throw Refusal.firmware(
                    FirmwareStatus.BAD_SIGNATURE,
                    "ID block: " + name + ": " + noKey.problem().what());
        }
    }

    private LaunchIdentity identity() {
        return new LaunchIdentity(
                IdBlock.FAMILY_ID.in(block),
                IdBlock.IMAGE_ID.in(block),
                (int) IdBlock.GUEST_SVN.number(block),
                authentication.idKeyDigest(),
                authored ? authentication.authorKeyDigest().orElseThrow() : LaunchIdentity.NO_KEY);
    }

    private static void require(boolean holds, FirmwareStatus status, String where) {
        if (!holds) {
            throw Refusal.firmware(status, "ID block: " + where);
        }
    }
}
