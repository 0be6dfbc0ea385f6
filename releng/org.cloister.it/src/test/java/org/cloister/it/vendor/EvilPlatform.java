// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.HashMap;
import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/** A platform that carries guests of type {@code evil} too, in machines of another one. */
final class EvilPlatform {
    static final String NAME = "evilvm";

    private final Strikes strikes;
    private final Vmm behind;

    EvilPlatform(Strikes strikes, Vmm behind) {
        this.strikes = strikes;
        this.behind = behind;
    }

    Vmm platform() {
        return strikes.proxy(Vmm.class, (called, arguments) -> switch (called.getName()) {
            case "name" -> NAME;
            case "facts" -> facts(behind.facts());
            case "create" -> machine(behind.create(ofSnp((MachineSpec) arguments[0])));
            default -> called.invoke(behind, arguments);
        });
    }

    private static PlatformFacts facts(PlatformFacts real) {
        Map<String, String> features = new HashMap<>(real.features());
        features.put(EvilType.TYPE.name(), "");
        return new PlatformFacts(NAME, real.trust(), features, real.absent(), real.numbers());
    }

    private static MachineSpec ofSnp(MachineSpec spec) {
        GuestType type = spec.type().equals(EvilType.TYPE) ? EvilType.SNP : spec.type();
        return new MachineSpec(type, spec.profile(), spec.memory(), spec.vcpus());
    }

    private VirtualMachine machine(VirtualMachine real) {
        return strikes.proxy(VirtualMachine.class, (called, arguments) -> {
            Object answer = called.invoke(real, arguments);
            return answer instanceof GuestMemory memory
                    ? strikes.proxy(GuestMemory.class, (inner, given) -> inner.invoke(memory, given))
                    : answer;
        });
    }
}
