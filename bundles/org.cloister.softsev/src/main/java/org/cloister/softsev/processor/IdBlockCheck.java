package org.cloister.softsev.processor;

import org.cloister.amd.channel.SnpLaunchFinish.IdBlock;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** What SNP_LAUNCH_FINISH checks of an ID block (SEV-SNP firmware ABI, 8.18): digest at 0, policy at 0x58. */
final class IdBlockCheck {
    private static final int DIGEST_SIZE = 48;
    private static final int POLICY_AT = 0x58;

    private IdBlockCheck() {}

    // Signatures are not verified by this version, so no ID block is accepted: one that goes through would prove
    // nothing.
    static void of(IdBlock idBlock, Bytes digest, long policy) {
        if (!idBlock.block().slice(0, DIGEST_SIZE).equals(digest)) {
            throw Refusal.firmware(
                    FirmwareStatus.BAD_MEASUREMENT, "ID block: launch digest, the guest has " + digest.hex());
        }
        if (idBlock.block().buffer().getLong(POLICY_AT) != policy) {
            throw Refusal.firmware(
                    FirmwareStatus.POLICY_FAILURE, "ID block: policy, the guest has 0x" + Long.toHexString(policy));
        }
        throw Refusal.firmware(
                FirmwareStatus.UNSUPPORTED, "ID block: the software platform does not verify signatures yet");
    }
}
