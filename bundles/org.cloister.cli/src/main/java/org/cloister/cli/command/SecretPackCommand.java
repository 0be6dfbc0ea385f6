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
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ApiVersion;
import org.cloister.cli.value.NamedSecret;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.secret.SecretEntry;
import org.cloister.owner.secret.SecretPacking;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code secret pack}: secrets for one launch, encrypted and bound to its measurement. */
@Command(
        name = "pack",
        description = "Packs secrets for a guest whose measurement was verified. Verify it first.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "Hosts take the files by 'virsh domsetlaunchsecstate --secrethdr OUT --secret OUT',"
                    + " sev-inject-launch-secret",
            "or 'cloister launch --secret-header OUT --secret OUT'."
        })
final class SecretPackCommand implements Runnable {
    private static final int MEBIBYTES = 1;

    private final CommandContext session;

    @Option(names = "--tik", required = true, paramLabel = "FILE", description = "The session's integrity key.")
    private String tik;

    @Option(names = "--tek", required = true, paramLabel = "FILE", description = "The session's encryption key.")
    private String tek;

    @Option(
            names = {"--measurement", "--launch-measure-blob"},
            required = true,
            paramLabel = "BASE64",
            description = "What the platform measured: code and nonce, 48 bytes.")
    private String measurement;

    @Option(
            names = "--api",
            paramLabel = "MAJOR.MINOR",
            defaultValue = "0.17",
            converter = ApiVersion.Converter.class,
            description = "The platform's API; before 0.17 packets are not bound to the measurement. 0.17 by default.")
    private ApiVersion api;

    @Option(
            names = "--secret",
            required = true,
            paramLabel = "GUID:FILE",
            converter = NamedSecret.Converter.class,
            description = "A secret with the GUID by which the guest finds it; may be repeated.")
    private List<NamedSecret> secrets;

    @Option(
            names = "--header",
            required = true,
            paramLabel = "OUT",
            description = "The file for the header, in base64.")
    private String header;

    @Option(
            names = "--payload",
            required = true,
            paramLabel = "OUT",
            description = "The file for the encrypted secrets, in base64.")
    private String payload;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private SecretPackCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SecretPackCommand(session));
    }

    @Override
    public void run() {
        SecretPacking packing = new SecretPacking(api.major(), api.minor(), ClaimedMeasurement.ofBase64(measurement));
        TransportPacket packet = pack(packing);
        OutputFiles output = new OutputFiles(session, force);
        output.add(output.path(header), Base64File.file(packet.header().raw()))
                .add(output.path(payload), Base64File.file(packet.payload()))
                .write();
        if (answer.json()) {
            session.streams().out().println(Json.text(json(packet)));
        } else {
            session.streams().out().println("written  " + header + ", " + payload);
        }
    }

    private TransportPacket pack(SecretPacking packing) {
        InputFiles files = new InputFiles(session);
        List<SecretEntry> entries = new ArrayList<>();
        try (TransportKeys keys = new TransportKeyFiles(files).both(tek, tik)) {
            secrets.forEach(secret -> entries.add(entry(files, secret)));
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
        json.addProperty("headerFile", header);
        json.addProperty("payloadFile", payload);
        json.addProperty("header", Base64File.encode(packet.header().raw()));
        json.addProperty("payload", Base64File.encode(packet.payload()));
        return json;
    }
}
