// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.session;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Cancellation;
import org.cloister.api.Problem;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.caller.LocalFiles;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.codes.CliCodes;

/**
 * The surroundings of one run of a command: the program, a shell of the framework, a test.
 *
 * @param streams where it reads from and writes to
 * @param files the files that the caller names
 * @param services what it finds around it
 * @param cancellation ends the command early
 */
public record CommandContext(Streams streams, CallerFiles files, CommandServices services, Cancellation cancellation) {
    /** Checks that all parts are there. */
    public CommandContext {
        Objects.requireNonNull(streams, "streams");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(services, "services");
        Objects.requireNonNull(cancellation, "cancellation");
    }

    /**
     * The folder that relative file names start from, for what opens files by itself. A command that a running platform
     * carries out for a client has none: the client's files are the client's to open.
     *
     * @throws IllegalStateException when the caller is not in this process
     */
    public Path folder() {
        return local().folder();
    }

    /**
     * The path of an input that is opened by others than {@link #files}; a file of it is not replaced by an output.
     *
     * @throws IllegalStateException when the caller is not in this process
     * @throws org.cloister.api.CloisterException {@code file.name}, {@code file.unreadable}
     */
    public Path input(String name) {
        return local().input(name);
    }

    private LocalFiles local() {
        if (files instanceof LocalFiles local) {
            return local;
        }
        throw new IllegalStateException("a file of a client was about to be opened by the platform");
    }

    /** Whether the caller is in this process, so that files are read that no word of the command names. */
    public boolean isLocal() {
        return files instanceof LocalFiles;
    }

    /**
     * The service that launches guests.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public GuestLauncher launcher() {
        return required(services.launcher(), GuestLauncher.class, "nothing here launches guests", "org.cloister.core");
    }

    /**
     * The facts of this host.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public HostFacts host() {
        return required(services.host(), HostFacts.class, "nothing here reads this host", "org.cloister.kvm");
    }

    /**
     * What the platforms of a running framework offer.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public PlatformConditions conditions() {
        String what = "nothing here reports what platforms offer";
        return required(services.conditions(), PlatformConditions.class, what, "org.cloister.probe");
    }

    /**
     * What replaces the backends of this platform.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public BackendKeeper keeper() {
        return required(services.keeper(), BackendKeeper.class, "nothing here keeps backends", "org.cloister.core");
    }

    /**
     * What says why something is not active.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public Doctor doctor() {
        return required(services.doctor(), Doctor.class, "nothing here examines the platform", "org.cloister.core");
    }

    /**
     * What an operator has set.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public OperatorSettings settings() {
        return required(
                services.settings(), OperatorSettings.class, "nothing here reads settings", "org.cloister.core");
    }

    private static <T> T required(Optional<T> service, Class<T> type, String what, String bundle) {
        return service.orElseThrow(() -> Problem.host(CliCodes.SERVICE_MISSING, what)
                .expected("the service " + type.getName())
                .remedy("install and start the bundle " + bundle)
                .exception());
    }
}
