// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.Privacy;
import org.cloister.softsev.client.SoftKvm;
import org.cloister.softsev.processor.SoftProcessor;

/** The machines that clients make on a processor. */
public final class SoftKvmDevice implements SoftKvm {
    private final SoftProcessor processor;

    /** Machines on a processor. */
    public SoftKvmDevice(SoftProcessor processor) {
        this.processor = processor;
    }

    @Override
    public Set<VmType> vmTypes() {
        Set<VmType> types = EnumSet.of(VmType.DEFAULT);
        if (processor.asids(false).count() > 0) {
            types.add(VmType.SEV);
        }
        if (processor.asids(true).count() > 0) {
            types.addAll(Set.of(VmType.SEV_ES, VmType.SNP));
        }
        return types;
    }

    @Override
    public OptionalLong attribute(SevAttribute attribute) {
        SoftAttributes attributes = new SoftAttributes(processor.settings());
        return switch (attribute) {
            case VMSA_FEATURES -> attributes.vmsaFeatures();
            case SNP_POLICY_BITS -> attributes.snpPolicyBits();
            case CERTIFICATE_REQUESTS -> attributes.certificateRequests();
        };
    }

    @Override
    public ClientMachine createVm(VmType type, ClientMemory memory, Privacy privacy) {
        if (!vmTypes().contains(type)) {
            throw Problem.host(ProblemCodes.MACHINE_TYPE, "the platform makes no machines of this type")
                    .found(type.kernelName())
                    .expected(vmTypes().stream().map(VmType::kernelName).toList())
                    .exception();
        }
        processor.platform().check();
        return new SoftClientMachine(type, processor, memory, privacy);
    }
}
