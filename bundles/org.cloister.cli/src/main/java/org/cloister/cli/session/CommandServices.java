// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.report.ExecutionLog;

/**
 * What commands find around them: the services of a framework, or the providers on a class path. Asked only by commands
 * that need them.
 */
public interface CommandServices {
    /** What launches guests; only in a framework. */
    Optional<GuestLauncher> launcher();

    /**
     * Called by a command that can do nothing without services of a framework, before it reads or writes anything.
     *
     * @throws NeedsFrameworkException on a class path
     */
    default void requireFramework() {}

    /** The facts of this host. */
    Optional<HostFacts> host();

    /** Everything that can judge a host. */
    List<AskedProbe> probes();

    /** What the platforms offer; only in a framework. */
    Optional<PlatformConditions> conditions();

    /** What reads evidence of other vendors' formats, the highest ranking first; only in a framework. */
    default List<AskedEvidenceFormat> evidenceFormats() {
        return List.of();
    }

    /** What replaces backends; only in a framework. */
    Optional<BackendKeeper> keeper();

    /** What says why something is not active; only in a framework. */
    Optional<Doctor> doctor();

    /** What an operator has set; only in a framework. */
    Optional<OperatorSettings> settings();

    /** Which guests were run by commands, and how that went. */
    ExecutionLog executions();

    /** The secure processors of the platforms; only in a framework. */
    List<AskedProcessor> processors();

    /**
     * Gives the emulated platform settings, which are in force then.
     *
     * @param settings of its configuration; {@code state} is the folder in which it keeps its identity
     * @throws org.cloister.api.CloisterException {@code platform.state}, {@code platform.setting} when it was given
     *     others already, when there is no such value, or when it is kept for many; {@code service.missing}
     */
    void emulate(Map<String, String> settings, Limits limits);

    /**
     * Makes this the platform of a process that keeps it for many: gives the emulated platform settings, as
     * {@link #emulate} does, and takes the folder of its identity. From then on {@link #emulate} refuses to make it
     * another.
     *
     * @return false where nothing can be kept, or it is done already
     * @throws org.cloister.api.CloisterException also {@code state…} when the folder cannot be obtained
     */
    boolean keep(Map<String, String> settings, Limits limits);

    /** The settings that {@link #emulate} and {@link #keep} gave the emulated platform, by name. */
    default Map<String, String> emulatedSettings() {
        return Map.of();
    }

    /** What the emulated platform is, for people; empty where there is none. */
    default Optional<String> emulated() {
        return Optional.empty();
    }
}
