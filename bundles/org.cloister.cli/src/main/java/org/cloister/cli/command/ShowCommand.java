// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.show.Structure;
import org.cloister.api.Bytes;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.Printable;
import org.cloister.cli.report.StructureJson;
import org.cloister.cli.report.StructureText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.show.Base64Text;
import org.cloister.owner.show.FileKind;
import org.cloister.owner.show.FileKindMatch;
import org.cloister.owner.show.FileKinds;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show}: what a file is, and every field in it. */
@Command(
        name = "show",
        description = "Finds out what a file is, in binary, PEM or base64, and shows every field of it. "
                + "Secrets are never shown.",
        sortOptions = false)
final class ShowCommand implements Runnable {
    private static final int MEBIBYTES = 16;

    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file;

    @Option(
            names = "--as",
            paramLabel = "KIND",
            description =
                    "Take it for this: report, legacy-report, sev-certificate, x509, certificate-table, key, ovmf, "
                            + "vmsa, id-block, id-auth, secrets, cpuid or kernel-hashes.")
    private String kind;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private ShowCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ShowCommand(session));
    }

    @Override
    public void run() {
        Optional<FileKind> asked = Optional.ofNullable(kind).map(FileKinds::named);
        Bytes content = new InputFiles(session).read("FILE", file, MEBIBYTES).content();
        Optional<Bytes> decoded = Base64Text.required(content, file);
        String encoding = decoded.isPresent() ? "base64" : "binary";
        Bytes binary = decoded.orElse(content);
        if (asked.isPresent()) {
            print(asked.get(), encoding, FileKinds.show(asked.get(), binary, file));
        } else {
            FileKindMatch found = FileKinds.recognise(binary, file);
            printAttempts(found);
            Structure structure = found.structure();
            print(found.kind().orElseThrow(), encoding, structure);
        }
    }

    private void printAttempts(FileKindMatch found) {
        if (!found.decided()) {
            session.streams().err().println("tried; --as KIND forces one:");
            found.attempts().stream()
                    .map(attempt -> "  " + Printable.of(attempt.toString()))
                    .forEach(session.streams().err()::println);
        }
    }

    private void print(FileKind found, String encoding, Structure structure) {
        if (answer.json()) {
            session.streams().out().println(Json.text(StructureJson.of(found.name(), encoding, structure)));
        } else {
            StructureText.of(structure).forEach(session.streams().out()::println);
        }
    }
}
