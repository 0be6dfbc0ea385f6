// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.ShellWord;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ApiVersion;
import org.cloister.cli.value.NamedSecret;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.secret.SecretEntry;
import org.cloister.owner.secret.SecretPacking;

/** {@code secret pack}: secrets for one launch, encrypted and bound to its measurement. */
final class SecretPackCommand implements Runnable {
    private static final int MEBIBYTES = 1;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> tik =
            rows.text("--tik", "FILE", "The session's integrity key.").required();
    private final OptionRow<String> tek =
            rows.text("--tek", "FILE", "The session's encryption key.").required();
    private final OptionRow<String> measurement = rows.text(
                    "--measurement --launch-measure-blob",
                    "BASE64|HEX",
                    "What the platform measured: code and nonce, 48 bytes.")
            .required();
    private final OptionRow<ApiVersion> api = rows.text(
                    "--api",
                    "MAJOR.MINOR",
                    "The platform's API; before 0.17 packets are not bound to the measurement. 0.17 by default.")
            .as(ApiVersion.class, new ApiVersion.Converter())
            .fallback("0.17");
    private final OptionRow<List<NamedSecret>> secrets = rows.texts(
                    "--secret", "GUID:FILE", "A secret with the GUID by which the guest finds it; may be repeated.")
            .of(NamedSecret.class, new NamedSecret.Converter())
            .required();
    private final OptionRow<String> header =
            rows.text("--header", "OUT", "The file for the header, in base64.").required();
    private final OptionRow<String> payload = rows.text(
                    "--payload", "OUT", "The file for the encrypted secrets, in base64.")
            .required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private SecretPackCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SecretPackCommand command = new SecretPackCommand(session);
        return CommandModel.of(command, command.rows)
                .named("pack")
                .meaning("Packs secrets for a guest whose measurement was verified. Verify it first.")
                .abbreviated()
                .footer(
                        "",
                        "Hosts take the files by 'virsh domsetlaunchsecstate --secrethdr OUT --secret OUT',"
                                + " sev-inject-launch-secret",
                        "or 'cloister launch --secret-header OUT --secret OUT'.");
    }

    @Override
    public void run() {
        SecretPacking packing = new SecretPacking(
                api.value().major(), api.value().minor(), ClaimedMeasurement.ofText(measurement.value()));
        TransportPacket packet = pack(packing);
        OutputFiles output = new OutputFiles(session, force.value());
        output.add(output.path(header.value()), Base64File.file(packet.header().raw()))
                .add(output.path(payload.value()), Base64File.file(packet.payload()))
                .write();
        if (answer.json()) {
            session.streams().out().println(Json.text(json(packet)));
        } else {
            session.streams().out().println("written  " + header.value() + ", " + payload.value());
            session.streams()
                    .out()
                    .println("launch   --secret-header " + ShellWord.quoted(header.value()) + " --secret "
                            + ShellWord.quoted(payload.value()));
        }
    }

    private TransportPacket pack(SecretPacking packing) {
        InputFiles files = new InputFiles(session);
        List<SecretEntry> entries = new ArrayList<>();
        try (TransportKeys keys = new TransportKeyFiles(files).both(tek.value(), tik.value())) {
            secrets.value().forEach(secret -> entries.add(entry(files, secret)));
            return packing.pack(keys, entries, new SecureRandom());
        } finally {
            entries.forEach(SecretEntry::close);
        }
    }

    private static SecretEntry entry(InputFiles files, NamedSecret secret) {
        byte[] content = files.secret("--secret", secret.file(), MEBIBYTES);
        try {
            return new SecretEntry(secret.guid(), content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private JsonObject json(TransportPacket packet) {
        JsonObject json = new JsonObject();
        json.addProperty("headerFile", header.value());
        json.addProperty("payloadFile", payload.value());
        json.addProperty("header", Base64File.encode(packet.header().raw()));
        json.addProperty("payload", Base64File.encode(packet.payload()));
        return json;
    }
}
