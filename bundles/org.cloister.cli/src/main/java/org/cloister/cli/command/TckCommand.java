// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.api.files.PrivateFolder;
import org.cloister.cli.kit.KitInstallation;
import org.cloister.cli.kit.KitRun;
import org.cloister.cli.kit.VendorBundle;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.KitBundle;
import org.cloister.cli.report.KitReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;

/** {@code tck}: vendors' bundles against the rules of the API. */
final class TckCommand implements Callable<Integer> {
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofMinutes(5);

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> jars = rows.operands(
            "1..*",
            "JAR",
            "Bundles with a guest type or a platform; each is tested, with the others installed beside it.");
    private final OptionRow<List<String>> only = rows.texts(
                    "--only", "NAME", "Perform these checks alone, and what they need.")
            .parted();
    private final OptionRow<Duration> call = rows.text(
                    "--call-timeout", "TIME", "How long one call into a bundle may take; 30s by default.")
            .as(Duration.class, TimeSpan.some())
            .otherwise(CALL);
    private final OptionRow<Duration> timeout = rows.text(
                    "--timeout", "TIME", "How long all checks of one bundle may take; 5m by default.")
            .as(Duration.class, TimeSpan.some())
            .otherwise(WHOLE);
    private final OutputFormat answer = rows.add(new OutputFormat());

    private TckCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        TckCommand command = new TckCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "Each bundle has a process of its own, with limits on time and memory. Exit code 0 when it keeps",
                        "every rule that applies to it, 1 when it does not, 2 for a file that is not a bundle.");
    }

    @Override
    public Integer call() {
        KitInstallation installation = KitInstallation.ofProcess();
        Path folder = session.folder();
        List<VendorBundle> bundles =
                jars.value().stream().map(jar -> VendorBundle.of(folder, jar)).toList();
        KitReport report = new KitReport(bundles.stream()
                .map(bundle -> tested(installation, bundle, bundles))
                .toList());
        answer.print(session, () -> Json.text(report.json()), report::text);
        return (report.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private KitBundle tested(KitInstallation installation, VendorBundle bundle, List<VendorBundle> beside) {
        PrivateFolder storage = PrivateFolder.temporary("cloister-tck-");
        try {
            return new KitRun(installation, storage.path(), only.value(), call.value(), timeout.value())
                    .of(bundle, beside, session.cancellation());
        } finally {
            storage.delete();
        }
    }
}
