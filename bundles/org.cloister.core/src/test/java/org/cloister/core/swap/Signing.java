// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys and signatures made by the tools of the JDK that runs the test, as people make them. */
final class Signing {
    private static final String PASSWORD = "example";

    private final Path store;

    /** Skips the test where only a Java without tools is installed. */
    Signing(Path folder) {
        assumeTrue(Files.isExecutable(tool("jarsigner")), "this Java has no jarsigner");
        store = folder.resolve("keys.p12");
    }

    private static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    Signing key(String name, String... options) throws IOException {
        List<String> command = command("keytool", "-genkeypair", "-alias", name, "-dname", "CN=" + name);
        command.addAll(List.of(options));
        run(command);
        return this;
    }

    /** The jar, signed where it lies. */
    Path sign(Path jar, String key, String... options) throws IOException {
        List<String> command = command("jarsigner");
        command.addAll(List.of(options));
        command.addAll(List.of(jar.toString(), key));
        run(command);
        return jar;
    }

    String fingerprint(String key) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return Signers.sha256(keys.getCertificate(key).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private List<String> command(String tool, String... words) {
        List<String> command = new ArrayList<>(List.of(tool(tool).toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        // keytool wants its command first
        command.addAll(words.length == 0 ? command.size() : 2, Arrays.asList(words));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
