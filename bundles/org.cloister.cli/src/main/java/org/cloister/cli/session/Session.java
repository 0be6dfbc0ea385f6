package org.cloister.cli.session;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.Cancellation;
import org.cloister.api.Problem;
import org.cloister.api.launch.GuestLauncher;

/**
 * What surrounds one run of a command, whoever started it: the program, a shell of the framework, a test.
 *
 * @param streams where it reads from and writes to
 * @param folder what relative file names start from
 * @param services the service that launches guests, asked for only by commands that need it; empty where there is none
 * @param cancellation ends the command early
 */
public record Session(
        Streams streams, Path folder, Supplier<Optional<GuestLauncher>> services, Cancellation cancellation) {
    /** Checks that all parts are there. */
    public Session {
        Objects.requireNonNull(streams, "streams");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(services, "services");
        Objects.requireNonNull(cancellation, "cancellation");
    }

    /**
     * The service that launches guests.
     *
     * @throws org.cloister.api.CloisterException {@code service.missing}
     */
    public GuestLauncher launcher() {
        return services.get()
                .orElseThrow(() -> Problem.host("service.missing", "nothing here launches guests")
                        .expected("the service " + GuestLauncher.class.getName())
                        .remedy("install and start the bundle org.cloister.core")
                        .exception());
    }
}
