// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.policy.SnpPolicy;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.report.IdBlockReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.HexBytes;
import org.cloister.cli.value.IdBlockId;
import org.cloister.cli.value.SecurityVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code id-block create}: an ID block and its authentication, signed. */
@Command(
        name = "create",
        description =
                "Signs an ID block: the firmware then starts no guest but the one with this measurement and policy.",
        abbreviateSynopsis = true,
        sortOptions = false)
final class IdBlockCreateCommand implements Runnable {
    private static final String NO_ID = "00000000000000000000000000000000";

    private final CommandContext session;

    @Option(
            names = "--measurement",
            required = true,
            paramLabel = "HEX",
            converter = HexBytes.class,
            description = "The expected launch digest, as 'measure' prints it.")
    private Bytes measurement;

    @Option(
            names = "--id-key",
            required = true,
            paramLabel = "FILE",
            description = "The key that signs the block, in PEM.")
    private String idKey;

    @Option(names = "--author-key", paramLabel = "FILE", description = "The key that signs the ID key, in PEM.")
    private String authorKey;

    @Option(
            names = "--family-id",
            paramLabel = "HEX|TEXT",
            defaultValue = NO_ID,
            converter = IdBlockId.class,
            description = "The owner's family id: 32 hexadecimal digits, or a text of at most 16 bytes.")
    private Bytes familyId;

    @Option(
            names = "--image-id",
            paramLabel = "HEX|TEXT",
            defaultValue = NO_ID,
            converter = IdBlockId.class,
            description = "The owner's image id, in the same forms.")
    private Bytes imageId;

    @Option(
            names = "--svn",
            paramLabel = "N",
            defaultValue = "0",
            converter = SecurityVersion.class,
            description = "The security version of the guest; 0 by default.")
    private long svn;

    @Option(
            names = "--policy",
            paramLabel = "HEX|KEY=VALUE,…",
            defaultValue = "0x30000",
            description = "The policy that the guest must have; 0x30000 by default.")
    private String policy;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write into.")
    private String out;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private IdBlockCreateCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new IdBlockCreateCommand(session));
    }

    @Override
    public void run() {
        IdBlock block = block();
        IdAuthentication signed = sign(block);
        write(block, signed);
        if (answer.json()) {
            session.streams().out().println(Json.text(IdBlockReport.json(out, block, signed)));
        } else {
            IdBlockReport.lines(out, signed).forEach(session.streams().out()::println);
        }
    }

    private IdBlock block() {
        if (measurement.length() != IdBlock.LD.size()) {
            throw Problem.input("id-block.measurement", "this is not the launch digest of an SEV-SNP guest")
                    .at("--measurement")
                    .found(measurement.length() + " bytes")
                    .expected(IdBlock.LD.size() + " bytes")
                    .exception();
        }
        return IdBlock.of(measurement, familyId, imageId, svn, SnpPolicy.parse(policy));
    }

    private IdAuthentication sign(IdBlock block) {
        KeyFiles keys = new KeyFiles(session);
        try (SigningKey id = keys.signing("--id-key", idKey);
                SigningKey author = authorKey == null ? null : keys.signing("--author-key", authorKey)) {
            return IdAuthentication.sign(block, id, Optional.ofNullable(author));
        }
    }

    private void write(IdBlock block, IdAuthentication signed) {
        OutputFiles output = new OutputFiles(session, force);
        Path folder = output.path(out);
        add(output, folder, IdBlockReport.BLOCK, block.encode());
        add(output, folder, IdBlockReport.AUTHENTICATION, signed.encode());
        output.write();
    }

    private static void add(OutputFiles output, Path folder, String name, Bytes content) {
        byte[] text = Base64.getEncoder().encodeToString(content.toArray()).getBytes(StandardCharsets.US_ASCII);
        output.add(folder.resolve(name + ".bin"), content).add(folder.resolve(name + ".b64"), Bytes.of(text));
    }
}
