// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.Problem;

/**
 * What a guest's policy says of who may receive it, as the two firmwares will judge it (SEV API, 55766, "SEND_START"
 * and "RECEIVE_START"). Signatures they check themselves.
 */
final class SevSendPolicy {
    private final Policy policy;
    private final SevReceiver receiver;

    SevSendPolicy(Policy policy, SevReceiver receiver) {
        this.policy = policy;
        this.receiver = receiver;
    }

    /** Refuses what the sender's or the receiver's firmware would refuse. */
    void require(SevReceiver here) {
        if (policy.has(SevPolicyBit.NOSEND)) {
            throw refused(SevPolicyBit.NOSEND, "the guest's policy forbids that it leaves this platform")
                    .expected("nosend=off")
                    .remedy("launch a guest that is to be moved or saved without nosend=on")
                    .exception();
        }
        if (policy.has(SevPolicyBit.DOMAIN) && !here.oca().equals(receiver.oca())) {
            throw refused(SevPolicyBit.DOMAIN, "the guest's policy wants a receiver of the same owner")
                    .expected("the OCA certificate of this platform, byte for byte")
                    .remedy("import one owner's certificate on both platforms (platform pek-csr, pek-import)")
                    .exception();
        }
        if (policy.has(SevPolicyBit.SEV) && receiver.authorities().length() == 0) {
            throw refused(SevPolicyBit.SEV, "the guest's policy wants a receiver that AMD certified")
                    .expected("ASK and ARK beside the receiver's certificates")
                    .remedy(
                            "put the generation's cert_chain of AMD beside them as ask_ark.cert, and name them with --for")
                    .exception();
        }
        requireApi();
    }

    private void requireApi() {
        SevCertificate pek = receiver.pek();
        boolean old =
                pek.apiMajor() < policy.major() || pek.apiMajor() == policy.major() && pek.apiMinor() < policy.minor();
        if (old) {
            throw Problem.host(SevCodes.SEND_POLICY, "the receiver's firmware is older than the guest's policy allows")
                    .at("policy " + policy + ", api (bits 31:16)")
                    .found("API " + pek.apiMajor() + "." + pek.apiMinor() + " in its PEK certificate")
                    .expected("api=" + policy.major() + "." + policy.minor() + " or newer")
                    .remedy("choose another receiver, or update its firmware")
                    .exception();
        }
    }

    private Problem refused(SevPolicyBit bit, String why) {
        return Problem.host(SevCodes.SEND_POLICY, why)
                .at("policy " + policy + ", " + bit.key() + " (bit " + bit.bit() + ")")
                .found(bit.key() + "=on");
    }
}
