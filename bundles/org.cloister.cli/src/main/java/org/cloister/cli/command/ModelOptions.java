// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cloister.cli.session.CommandContext;

/** Which emulated host programs find, and where it keeps its identity. */
final class ModelOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> model = rows.text(
            "--model",
            "naples|rome|milan|genoa|turin",
            "The generation of the emulated processor; with --state that of the folder, else genoa.");
    private final OptionRow<String> state = rows.text(
            "--state", "DIR", "The folder in which the processor keeps its identity; without it a new one each time.");
    private final OptionRow<String> cpuid = rows.text(
            "--cpuid",
            "strict|corrected|off",
            "What becomes of CPUID pages of SEV-SNP guests that the processor would refuse, as this host is another one:",
            "refused, taken with what is corrected (the default), or taken as they are.");
    private final OptionRow<Boolean> amdNames =
            rows.flag("--amd-names", "Give the certificates the names that verifiers of AMD's chains want.");

    /** The settings of the platform, by their names in its configuration. */
    Map<String, String> settings(CommandContext session) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cpuid.pages", cpuid.value() == null ? "corrected" : cpuid.value());
        if (model.value() != null) {
            settings.put("generation", model.value().toLowerCase(Locale.ROOT));
        }
        if (state.value() != null) {
            settings.put(
                    "state",
                    session.files().path(state.value()).toAbsolutePath().toString());
        }
        if (amdNames.value()) {
            settings.put("amd.names", "true");
        }
        return settings;
    }

    /** Whether its identity is kept in a folder. */
    boolean hasState() {
        return state.value() != null;
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
