// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.it.Program.Ended;
import org.cloister.it.docs.DocumentedCommand;

/** A page whose commands are run in a folder that has the files that they name, with a platform of its own. */
final class DocumentedPage implements AutoCloseable {
    private static final Map<String, String> PLACEHOLDERS =
            Map.of("DIR", "state", "TYPE", "sev-snp", "NAME=VALUE", "policy=0x30000", "NONCE", "5a".repeat(64));
    private static final Pattern MEASUREMENT = Pattern.compile("base64 +([A-Za-z0-9+/]{64})\n");

    private final String name;
    private final Path folder;
    private final Program program;
    private Process platform;

    private DocumentedPage(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        program = new Program(folder);
    }

    /** Makes the folder of a page below another one. */
    static DocumentedPage open(String name, Path parent) throws Exception {
        DocumentedPage page = new DocumentedPage(name, Files.createTempDirectory(parent, "page"));
        for (String file : List.of("OVMF.amdsev.fd", "OVMF_CODE.fd")) {
            Files.write(
                    page.folder.resolve(file), SampleFirmware.image().content().toArray());
        }
        Files.write(page.folder.resolve("vmlinuz"), kernel());
        for (String file : List.of("initrd", "passphrase")) {
            Files.writeString(page.folder.resolve(file), "what " + file + " holds");
        }
        page.key("id.pem");
        page.key("author.pem");
        Files.copy(Samples.jar(Samples.SNP), page.folder.resolve("new-backend.jar"));
        Files.writeString(
                page.folder.resolve("domain.xml"),
                "<domain type='kvm'><memory unit='MiB'>256</memory><os><loader>"
                        + page.folder.resolve("OVMF.amdsev.fd").toAbsolutePath()
                        + "</loader></os><cpu><model fallback='forbid'>EPYC-Milan</model></cpu>"
                        + "<launchSecurity type='sev-snp'><policy>0x30000</policy></launchSecurity></domain>");
        if (name.equals("README.md") || name.endsWith("owners.md")) {
            page.evidence();
        }
        return page;
    }

    String name() {
        return name;
    }

    /** What QEMU takes for a kernel of Linux's, by its setup header. */
    private static byte[] kernel() {
        byte[] kernel = new byte[8192];
        kernel[0x1f1] = 1;
        System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, kernel, 0x202, 4);
        kernel[0x206] = 0xf;
        kernel[0x207] = 2;
        return kernel;
    }

    private void key(String file) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String text = Base64.getMimeEncoder().encodeToString(key);
        Files.writeString(
                folder.resolve(file), "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    /** What an owner has from the host, and made: certificates, a session, a report. */
    private void evidence() throws Exception {
        prepare("platform export --platform emulated --state state --out chain");
        Files.copy(folder.resolve("chain/pdh.cert"), folder.resolve("pdh.cert"));
        prepare("session create --pdh pdh.cert --chain chain --policy 0x5 --out owner --trust-root chain/ask_ark.cert");
        prepare("launch --platform emulated --state state --attest --report-out report.bin --certs-out certificates");
        Files.writeString(folder.resolve("nonces.jsonl"), "{\"file\": \"report.bin\"}\n");
    }

    private void prepare(String command) throws Exception {
        Ended ended = program.run(folder, List.of(), command.split(" "));
        assertThat(ended.code()).as(ended.err()).isZero();
    }

    /** Runs a command; a platform that keeps running does so until the next one starts. */
    Ended run(DocumentedCommand command) throws Exception {
        String[] words = new String[command.words().size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = given(command.words().get(i));
        }
        return switch (words[0]) {
            case "serve" -> serve(words);
            case "console" -> console(words);
            default -> program.run(folder, List.of(), words);
        };
    }

    private String given(String word) throws Exception {
        return switch (word) {
            case "DIGEST" -> program.run("measure", "--type", "sev-snp").out().strip();
            case "NONCE" -> "11".repeat(32);
            case "B64" -> measured();
            default -> PLACEHOLDERS.getOrDefault(word, word);
        };
    }

    /** The measurement of a guest that is launched with the owner's session. */
    private String measured() throws Exception {
        String command = "launch --platform emulated --state state --type sev-es --policy 0x5"
                + " --dh-cert-file owner/vm_godh.b64 --session-file owner/vm_session.b64";
        Ended ended = program.run(folder, List.of(), command.split(" "));
        Matcher measurement = MEASUREMENT.matcher(ended.out());
        assertThat(measurement.find()).as(ended.out() + ended.err()).isTrue();
        return measurement.group(1);
    }

    private Ended serve(String[] words) throws Exception {
        start(words);
        return new Ended(0, "", "");
    }

    private Ended console(String[] words) throws Exception {
        start(words);
        try (var in = platform.outputWriter()) {
            in.write("cloister:list\nexit 0\n");
        }
        String out = new String(platform.getInputStream().readAllBytes());
        return new Ended(platform.waitFor(), out, "");
    }

    private void start(String[] words) throws Exception {
        close();
        platform = program.process(List.of(), words).directory(folder.toFile()).start();
        BufferedReader log = platform.errorReader();
        String line = log.readLine();
        while (line != null && !line.contains("the platform runs")) {
            line = log.readLine();
        }
        assertThat(line).as("the line of a platform that runs").isNotNull();
    }

    /** Ends the platform as a service manager does; that is no failure of it. */
    @Override
    public void close() throws Exception {
        if (platform != null && platform.isAlive()) {
            platform.toHandle().destroy();
            assertThat(platform.waitFor()).isZero();
        }
    }
}
