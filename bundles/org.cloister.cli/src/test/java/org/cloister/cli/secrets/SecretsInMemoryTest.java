// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of secrets on the heap when an owner's work, a launch and a guest's requests are over, in objects that
 * nobody reaches any more too: nothing, or where Java's AES keeps copies no more than it keeps of any key.
 */
class SecretsInMemoryTest {
    private static final int BLOCK = 16;

    @TempDir
    static Path folder;

    private static HeapDump dump;
    private static Agreement agreement;

    @BeforeAll
    static void oneDay() throws Exception {
        assumeTrue(HeapDump.possible(), "this Java writes no heap dumps: HotSpotDiagnostic");
        Files.writeString(folder.resolve("passphrase"), HexFormat.of().formatHex(BareJava.random(32)));
        Path log = folder.resolve("log");
        Process day = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms192m",
                        "-Xmx192m",
                        "-Xmn128m",
                        "-cp",
                        classPath(),
                        OwnersDay.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(day.waitFor()).as(() -> read(log)).isZero();
        dump = HeapDump.read(folder.resolve(OwnersDay.DUMP));
        agreement = Agreement.of(folder);
    }

    // Bouncy Castle is there for other tests; what is found here is about Java's own classes
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("bc"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static byte[] secret(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private static void assertNothingLeft(byte[] secret) {
        assertThat(dump.count(secret)).isZero();
        assertThat(dump.count(Base64.getEncoder().encode(secret))).isZero();
        assertThat(dump.count(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII)))
                .isZero();
        // What HMAC makes of a key before it begins (FIPS 198-1)
        for (int pad : List.of(0x36, 0x5c)) {
            byte[] padded = secret.clone();
            for (int i = 0; i < padded.length; i++) {
                padded[i] ^= (byte) pad;
            }
            assertThat(dump.count(padded)).isZero();
        }
    }

    @Test
    void theSearchFindsWhatNobodyReaches() throws IOException {
        assertThat(dump.count(secret(OwnersDay.SPEC))).isPositive();
        assertThat(dump.count(secret(OwnersDay.COUNTER))).isPositive();
    }

    @Test
    void nothingIsLeftOfTheIntegrityKey() throws IOException {
        assertNothingLeft(secret("vm_tik.bin"));
    }

    @Test
    void nothingIsLeftOfThePassphrase() throws IOException {
        byte[] passphrase = secret("passphrase");
        assertNothingLeft(passphrase);
        // Nor of a piece of it, as a cipher has one
        assertThat(dump.count(Arrays.copyOfRange(passphrase, 8, 8 + BLOCK))).isZero();
    }

    @Test
    void nothingIsLeftOfKeysThatAreDerived() throws IOException {
        assertNothingLeft(agreement.master());
        assertNothingLeft(agreement.integrity());
        assertNothingLeft(secret(AskingGuest.DERIVED));
    }

    @Test
    void ofKeysForAesNoMoreIsLeftThanJavaKeeps() throws IOException, GeneralSecurityException {
        int counterMode = dump.count(secret(OwnersDay.COUNTER));
        assertThat(dump.count(secret("vm_tek.bin"))).isLessThanOrEqualTo(counterMode);
        assertThat(dump.count(agreement.encryption())).isLessThanOrEqualTo(counterMode);
        assertThat(dump.count(secret(AskingGuest.MESSAGE_KEY)))
                .isLessThanOrEqualTo(dump.count(secret(OwnersDay.GALOIS)));
    }
}
