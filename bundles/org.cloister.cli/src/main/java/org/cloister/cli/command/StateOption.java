package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.cli.session.Session;
import picocli.CommandLine.Option;

/** The option that says where an emulated platform keeps its identity. */
final class StateOption {
    private static final int MOST_ROUNDS = 500;
    private static final long ROUND_MILLIS = 10;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The folder in which an emulated platform keeps its identity; without it a new one each time.")
    private String state;

    /**
     * Has the platform keep it there, where that is asked for.
     *
     * @throws org.cloister.api.CloisterException {@code platform.state}
     */
    void keep(Session session, Trust trust) {
        if (state == null) {
            return;
        }
        if (trust != Trust.EMULATED) {
            throw Problem.input("platform.state", "hardware keeps its identity itself")
                    .at("--state")
                    .remedy("leave it out, or add --platform emulated")
                    .exception();
        }
        session.services().keepState(folder(session));
    }

    /** As {@link #keep}, and waits until the launcher has found the platform, which is another one from then on. */
    void keep(Session session, GuestLauncher launcher, LaunchRequest request) {
        keep(session, request.platform());
        for (int round = 0; state != null && round < MOST_ROUNDS && !offered(launcher, request); round++) {
            pause();
        }
    }

    private static boolean offered(GuestLauncher launcher, LaunchRequest request) {
        return launcher.select(request).candidates().stream()
                .anyMatch(candidate -> candidate.trust() == Trust.EMULATED
                        && !candidate.platform().equals("none"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path folder(Session session) {
        try {
            return session.folder().resolve(state).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw Problem.input("platform.state", "this is no file name")
                    .at("--state")
                    .exception(e);
        }
    }
}
