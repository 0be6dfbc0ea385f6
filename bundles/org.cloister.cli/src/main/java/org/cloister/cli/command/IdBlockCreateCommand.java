// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.IdBlockReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ByteOption;
import org.cloister.cli.value.IdBlockId;
import org.cloister.cli.value.UnsignedNumber;

/** {@code id-block create}: an ID block and its authentication, signed. */
final class IdBlockCreateCommand implements Runnable {
    private static final String NO_ID = "00000000000000000000000000000000";

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Bytes> measurement = rows.text(
                    "--measurement", "HEX|BASE64", "The expected launch digest, as 'measure' prints it.")
            .as(Bytes.class, ByteOption.usually(IdBlock.LD.size()))
            .required();
    private final OptionRow<String> idKey = rows.text("--id-key", "FILE", "The key that signs the block, in PEM.")
            .required();
    private final OptionRow<String> authorKey =
            rows.text("--author-key", "FILE", "The key that signs the ID key, in PEM.");
    private final OptionRow<Bytes> familyId = rows.text(
                    "--family-id",
                    "HEX|BASE64|TEXT",
                    "The owner's family id: 16 bytes in hexadecimal or base64, or a text of at most 16.")
            .as(Bytes.class, new IdBlockId())
            .fallback(NO_ID);
    private final OptionRow<Bytes> imageId = rows.text(
                    "--image-id", "HEX|BASE64|TEXT", "The owner's image id, in the same forms.")
            .as(Bytes.class, new IdBlockId())
            .fallback(NO_ID);
    private final OptionRow<Long> svn = rows.text("--svn", "N", "The security version of the guest; 0 by default.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE))
            .fallback("0");
    private final OptionRow<String> policy = rows.text(
                    "--policy", "HEX|KEY=VALUE,…", "The policy that the guest must have; 0x30000 by default.")
            .fallback("0x30000");
    private final OptionRow<String> out =
            rows.text("--out", "DIR", "The folder to write into.").required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private IdBlockCreateCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        IdBlockCreateCommand command = new IdBlockCreateCommand(session);
        return CommandModel.of(command, command.rows)
                .named("create")
                .meaning(
                        "Signs an ID block: the firmware then starts no guest but the one with this measurement and policy.")
                .abbreviated();
    }

    @Override
    public void run() {
        IdBlock block = block();
        IdAuthentication signed = sign(block);
        write(block, signed);
        if (answer.json()) {
            session.streams().out().println(Json.text(IdBlockReport.json(out.value(), block, signed)));
        } else {
            IdBlockReport.lines(out.value(), signed).forEach(session.streams().out()::println);
        }
    }

    private IdBlock block() {
        if (measurement.value().length() != IdBlock.LD.size()) {
            throw Problem.input(CliCodes.ID_BLOCK_MEASUREMENT, "this is not the launch digest of an SEV-SNP guest")
                    .at("--measurement")
                    .found(measurement.value().length() + " bytes")
                    .expected(IdBlock.LD.size() + " bytes")
                    .exception();
        }
        return IdBlock.of(
                measurement.value(),
                familyId.value(),
                imageId.value(),
                svn.value(),
                PolicyOption.read(session, PolicyLayout.SNP, policy.value()));
    }

    private IdAuthentication sign(IdBlock block) {
        KeyFiles keys = new KeyFiles(session);
        try (SigningKey id = keys.signing("--id-key", idKey.value());
                SigningKey author =
                        authorKey.value() == null ? null : keys.signing("--author-key", authorKey.value())) {
            return IdAuthentication.sign(block, id, Optional.ofNullable(author));
        }
    }

    private void write(IdBlock block, IdAuthentication signed) {
        OutputFiles output = new OutputFiles(session, force.value());
        Path folder = output.path(out.value());
        add(output, folder, IdBlockReport.BLOCK, block.encode());
        add(output, folder, IdBlockReport.AUTHENTICATION, signed.encode());
        output.write();
    }

    private static void add(OutputFiles output, Path folder, String name, Bytes content) {
        output.add(folder.resolve(name + ".bin"), content).add(folder.resolve(name + ".b64"), Base64File.file(content));
    }
}
