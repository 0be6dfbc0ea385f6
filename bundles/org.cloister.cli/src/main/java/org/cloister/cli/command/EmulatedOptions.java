// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.cli.session.CommandContext;

/** The options that say what an emulated platform is, and where it keeps its identity. */
final class EmulatedOptions implements OptionGroup {
    private static final int MOST_ROUNDS = 500;
    private static final long ROUND_MILLIS = 10;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> state = rows.text(
            "--state",
            "DIR",
            "The folder in which an emulated platform keeps its identity; without it a new one each time.");
    private final OptionRow<Generation> generation = rows.text(
                    "--generation",
                    "milan|genoa|turin",
                    "The generation of an emulated platform: its processor, TCB, certificates; genoa by default.")
            .as(Generation.class);
    private final OptionRow<String> reportVersion = rows.text(
            "--report-version",
            "2|3|5",
            "The version of an emulated platform's attestation reports; its generation's by default.");

    private enum Generation {
        MILAN,
        GENOA,
        TURIN
    }

    /**
     * Has the platform be that, where something is asked for.
     *
     * @throws org.cloister.api.CloisterException {@code platform.state}, {@code platform.setting}
     */
    void apply(CommandContext session, Trust trust) {
        Map<String, String> settings = settings(session);
        if (settings.isEmpty()) {
            return;
        }
        if (trust != Trust.EMULATED) {
            throw refused();
        }
        session.services().emulate(settings);
    }

    /** As {@link #apply}, and waits until the launcher has found the platform, which is another one from then on. */
    void apply(CommandContext session, GuestLauncher launcher, LaunchRequest request) {
        apply(session, request.platform());
        boolean changed = !settings(session).isEmpty();
        for (int round = 0; changed && round < MOST_ROUNDS && !offered(launcher, request); round++) {
            pause();
        }
    }

    /** Has the platform that is kept from now on be that; false where none can be kept. */
    boolean keep(CommandContext session) {
        return session.services().keep(settings(session));
    }

    /** Whether any of these options was given. */
    boolean given() {
        return state.value() != null || generation.value() != null || reportVersion.value() != null;
    }

    private Map<String, String> settings(CommandContext session) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (state.value() != null) {
            settings.put("state", folder(session).toString());
        }
        if (generation.value() != null) {
            settings.put("generation", generation.value().name().toLowerCase(Locale.ROOT));
        }
        if (reportVersion.value() != null) {
            settings.put("report.version", requireVersion());
        }
        return settings;
    }

    private String requireVersion() {
        if (!reportVersion.value().matches("[235]")) {
            throw Problem.input("platform.setting", "the emulated platform makes no reports of this version")
                    .at("--report-version")
                    .found(reportVersion.value())
                    .expected("2, 3 or 5")
                    .exception();
        }
        return reportVersion.value();
    }

    private RuntimeException refused() {
        Problem problem = state.value() != null
                ? Problem.input("platform.state", "hardware keeps its identity itself")
                        .at("--state")
                : Problem.input("platform.setting", "hardware is what it is")
                        .at(generation.value() != null ? "--generation" : "--report-version");
        return problem.remedy("leave it out, or add --platform emulated").exception();
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

    private Path folder(CommandContext session) {
        if (state.value().isBlank()) {
            throw Problem.input("platform.state", "no folder is named")
                    .at("--state")
                    .found("nothing")
                    .expected("a folder")
                    .exception();
        }
        try {
            return session.folder().resolve(state.value()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw Problem.input("platform.state", "this is not a file name")
                    .at("--state")
                    .exception(e);
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
