// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.api.Bytes;
import org.cloister.cli.report.OwnersCommands;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform export}: what a guest's owner needs for a session with the platform. */
final class PlatformExportCommand implements Runnable {
    private static final String PDH = "pdh.cert";
    private static final String AUTHORITIES = "ask_ark.cert";

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> out =
            rows.text("--out", "DIR", "The folder to write into.").required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PlatformExportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PlatformExportCommand command = new PlatformExportCommand(session);
        return CommandModel.of(command, command.rows)
                .named("export")
                .meaning(
                        "Writes pdh.cert (the PDH certificate) and cert_chain.cert (PEK, OCA and CEK) for the owners of guests.",
                        "ASK and ARK, which the chain ends in, are published by AMD for each generation; an emulated platform has its own,",
                        "and writes them to ask_ark.cert.");
    }

    @Override
    public void run() {
        PdhCertExport.Certificates certificates = LengthQuery.fetch(platform.channel(session), PdhCertExport.LENGTH);
        OutputFiles output = new OutputFiles(session, force.value());
        Path folder = output.path(out.value());
        Map<Path, Bytes> files = new LinkedHashMap<>();
        files.put(folder.resolve(PDH), certificates.pdh().content());
        files.put(folder.resolve("cert_chain.cert"), certificates.chain().content());
        platform.processor(session)
                .ask(PlatformAuthorities.class, PlatformAuthorities::askAndArk)
                .ifPresent(root -> files.put(folder.resolve(AUTHORITIES), root));
        files.forEach(output::add);
        output.write();
        Path root = files.keySet().stream()
                .filter(file -> file.endsWith(AUTHORITIES))
                .findFirst()
                .orElse(null);
        String next = OwnersCommands.session(folder.resolve(PDH), folder, Optional.ofNullable(root));
        platform.print(session, answer, PlatformReport.written(files).and("owners", next));
    }
}
