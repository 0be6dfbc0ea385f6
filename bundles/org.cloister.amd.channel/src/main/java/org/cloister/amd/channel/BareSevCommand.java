// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * The commands without a struct: {@code kvm_sev_cmd.data} is 0.
 *
 * <pre>{@code
 * channel.execute(BareSevCommand.LAUNCH_FINISH);
 * }</pre>
 */
public enum BareSevCommand implements SevCommand<SevCommand.Done> {
    /** {@code KVM_SEV_INIT}: readies a machine of the default type for SEV; superseded by INIT2. */
    INIT(0, CommandEffect.INITIALISES),
    /** {@code KVM_SEV_ES_INIT}: readies a machine of the default type for SEV-ES; superseded by INIT2. */
    ES_INIT(1, CommandEffect.INITIALISES),
    /** {@code KVM_SEV_LAUNCH_UPDATE_VMSA}: measures and encrypts every vCPU's VMSA (SEV-ES). */
    LAUNCH_UPDATE_VMSA(4, CommandEffect.MEASURES_VCPUS),
    /** {@code KVM_SEV_LAUNCH_FINISH}: ends the launch; the guest may run. */
    LAUNCH_FINISH(7, CommandEffect.FINISHES),
    /** {@code KVM_SEV_SEND_FINISH}: ends sending; the guest cannot run here any more. */
    SEND_FINISH(11),
    /** {@code KVM_SEV_RECEIVE_FINISH}: ends receiving; the guest may run. */
    RECEIVE_FINISH(15),
    /** {@code KVM_SEV_SEND_CANCEL}: gives sending up; the guest runs on. */
    SEND_CANCEL(21),
    /** {@code KVM_SEV_SNP_ENABLE_REQ_CERTS}: has the monitor asked for certificates at extended guest requests. */
    SNP_ENABLE_REQ_CERTS(103);

    private final Codec<BareSevCommand, SevCommand.Done> codec;

    BareSevCommand(int id, CommandEffect... effects) {
        codec = Codec.of(id, name(), this).with(effects);
    }

    @Override
    public Codec<BareSevCommand, SevCommand.Done> codec() {
        return codec;
    }
}
