// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.Trust;
import org.cloister.cli.session.CommandContext;

/** The options that say what an emulated platform is, and where it keeps its identity. */
final class EmulatedOptions implements OptionGroup {
    /** The names of all, for sentences. */
    static final String NAMES = "--state, --generation, --report-version and --amd-names";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> state = rows.text(
            "--state",
            "DIR",
            "The folder in which an emulated platform keeps its identity; without it a new one each time.");
    private final OptionRow<String> generation = rows.text(
            "--generation",
            "naples|rome|milan|genoa|turin",
            "The generation of an emulated platform: its processor, firmware, certificates; genoa by default. naples is "
                    + "for SEV, rome for SEV and SEV-ES.");
    private final OptionRow<String> reportVersion = rows.text(
            "--report-version",
            "2|3|5",
            "The version of an emulated platform's attestation reports; its generation's by default.");

    private final OptionRow<Boolean> amdNames = rows.flag(
            "--amd-names",
            "Give the certificates of an emulated platform the names that verifiers of AMD's chains want; serial numbers",
            "and a comment go on to say that they are emulated.");

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
        session.services().emulate(settings, Limits.of(session.cancellation()));
    }

    /** Has the platform that is kept from now on be that; false where none can be kept. */
    boolean keep(CommandContext session) {
        return session.services().keep(settings(session), Limits.of(session.cancellation()));
    }

    /** Whether any of these options was given. */
    boolean given() {
        return state.value() != null || generation.value() != null || reportVersion.value() != null || amdNames.value();
    }

    private Map<String, String> settings(CommandContext session) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (state.value() != null) {
            settings.put("state", folder(session).toString());
        }
        if (generation.value() != null) {
            settings.put("generation", generation.value().toLowerCase(Locale.ROOT));
        }
        if (reportVersion.value() != null) {
            settings.put("report.version", requireVersion());
        }
        if (amdNames.value()) {
            settings.put("amd.names", "true");
        }
        return settings;
    }

    private String requireVersion() {
        if (!reportVersion.value().matches("[235]")) {
            throw Problem.input(ProblemCodes.PLATFORM_SETTING, "the emulated platform makes no reports of this version")
                    .at("--report-version")
                    .found(reportVersion.value())
                    .expected("2, 3 or 5")
                    .exception();
        }
        return reportVersion.value();
    }

    private RuntimeException refused() {
        Problem problem = state.value() != null
                ? Problem.input(ProblemCodes.PLATFORM_STATE, "hardware keeps its identity itself")
                        .at("--state")
                : Problem.input(ProblemCodes.PLATFORM_SETTING, "hardware is what it is")
                        .at(firstGiven());
        return problem.remedy("leave it out, or add --platform emulated").exception();
    }

    private String firstGiven() {
        if (generation.value() != null) {
            return "--generation";
        }
        return reportVersion.value() != null ? "--report-version" : "--amd-names";
    }

    private Path folder(CommandContext session) {
        if (state.value().isBlank()) {
            throw Problem.input(ProblemCodes.PLATFORM_STATE, "no folder is named")
                    .at("--state")
                    .found("nothing")
                    .expected("a folder")
                    .exception();
        }
        try {
            return session.folder().resolve(state.value()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw Problem.input(ProblemCodes.PLATFORM_STATE, "this is not a file name")
                    .at("--state")
                    .exception(e);
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
