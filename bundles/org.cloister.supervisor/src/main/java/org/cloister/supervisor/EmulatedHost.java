// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.util.Map;
import java.util.ServiceLoader;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.EmulatedPlatform;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.Vmm;
import org.cloister.supervisor.codes.SupervisorCodes;

/** A platform in software of this process alone, found on the class path: what supervised programs take for a host. */
public final class EmulatedHost implements AutoCloseable {
    private final Vmm vmm;

    /** A platform that somebody else configures. */
    EmulatedHost(Vmm vmm) {
        this.vmm = vmm;
    }

    /**
     * A platform with settings.
     *
     * @param settings by their names in the configuration; what is not named is as by default
     * @param limits how long it may take
     * @throws org.cloister.api.CloisterException {@code supervisor.platform} where the class path has none;
     *     {@code platform.setting}, {@code platform.state} for settings that it refuses
     */
    public static EmulatedHost of(Map<String, String> settings, Limits limits) {
        Vmm found = ServiceLoader.load(Vmm.class, EmulatedHost.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(vmm -> vmm instanceof EmulatedPlatform && vmm instanceof SecureProcessor)
                .filter(vmm -> vmm.facts().trust() == Trust.EMULATED)
                .findFirst()
                .orElseThrow(() -> Problem.host(
                                SupervisorCodes.SUPERVISOR_PLATFORM,
                                "there is no platform in software on the class path")
                        .remedy("add org.cloister.softsev to it")
                        .exception());
        ((EmulatedPlatform) found).configure(settings, limits);
        return new EmulatedHost(found);
    }

    /** Its secure processor. */
    public SecureProcessor processor() {
        return (SecureProcessor) vmm;
    }

    /**
     * Takes the folder of its identity now, before a program asks for what lies there.
     *
     * @throws org.cloister.api.CloisterException {@code platform.state} where it cannot be taken
     */
    public void hold() {
        processor().adapt(PlatformChannel.class).ifPresent(channel -> channel.execute(new GetPlatformStatus()));
    }

    /** Its facts, as they are now. */
    public PlatformFacts facts() {
        return vmm.facts();
    }

    /** The generation that it emulates. */
    public String model() {
        return ((EmulatedPlatform) vmm).settings().get("generation");
    }

    /** Lets go of the folder of its identity. */
    @Override
    public void close() throws Exception {
        if (vmm instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
