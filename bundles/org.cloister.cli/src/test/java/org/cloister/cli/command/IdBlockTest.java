// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ID blocks that {@code id-block create} signs, and digests that an independent tool computed. */
class IdBlockTest {
    private static final String MEASUREMENT = "ab".repeat(48);

    @TempDir
    Path folder;

    @Test
    void theSignaturesAreThoseOfTheKeys() throws IOException {
        String shown = create("--author-key", data("test_auth_key.pem"), "--svn", "7", "--policy", "smt=on,abi=1.51");

        IdBlock block = IdBlock.decode(read("out/id-block.bin"), "block");
        IdAuthentication signed = IdAuthentication.decode(read("out/id-auth.bin"), "auth");
        assertThat(signed.violations(block)).isEmpty();
        assertThat(signed.isAuthored()).isTrue();
        assertThat(block.launchDigest().hex()).isEqualTo(MEASUREMENT);
        assertThat(block.guestSvn()).isEqualTo(7);
        assertThat(block.policy()).isEqualTo(0x30133);
        assertThat(shown)
                .contains(signed.idKeyDigest().hex())
                .contains(signed.authorKeyDigest().orElseThrow().hex())
                .contains("--id-block \"$(cat out/id-block.b64)\"")
                .contains("--author-key-enabled");
    }

    @Test
    void theKeysAreStoredAsAnIndependentToolStoresThem() throws IOException {
        create("--author-key", data("test_auth_key.pem"));

        Bytes made = read("out/id-auth.bin");
        Bytes known = Bytes.of(Files.readAllBytes(Firmware.data("idblock/test_auth_block.bin")));
        assertThat(made.slice(0, 0x40)).isEqualTo(known.slice(0, 0x40));
        assertThat(made.slice(0x240, 0x440)).isEqualTo(known.slice(0x240, 0x440));
        assertThat(made.slice(0x880, 0x780)).isEqualTo(known.slice(0x880, 0x780));
    }

    @Test
    void base64IsTheSame() throws IOException {
        create();

        for (String name : new String[] {"id-block", "id-auth"}) {
            byte[] decoded = Base64.getDecoder().decode(Files.readString(folder.resolve("out/" + name + ".b64")));
            assertThat(Bytes.of(decoded)).isEqualTo(read("out/" + name + ".bin"));
        }
    }

    @Test
    void withoutAuthorNothingIsSaidOfOne() throws IOException {
        assertThat(create()).doesNotContain("author");

        assertThat(IdAuthentication.decode(read("out/id-auth.bin"), "auth").authorKey())
                .isEmpty();
    }

    @Test
    void idsAreDigitsOrText() throws IOException {
        create("--family-id", "web", "--image-id", "00112233445566778899aabbccddeeff");

        IdBlock block = IdBlock.decode(read("out/id-block.bin"), "block");
        assertThat(block.familyId().hex()).isEqualTo("776562" + "00".repeat(13));
        assertThat(block.imageId().hex()).isEqualTo("00112233445566778899aabbccddeeff");
    }

    @Test
    void json() {
        JsonObject json = JsonKeys.document(create("--author-key", data("test_auth_key.pem"), "-o", "json"));

        assertThat(json.keySet())
                .containsExactly("folder", "idKeyDigest", "authorKeyDigest", "idBlock", "idAuth", "authorKeyEnabled");
    }

    @Test
    void digestsOfAKeyAreTheSameInEveryForm() throws IOException {
        Bytes known = Bytes.of(Files.readAllBytes(Firmware.data("idblock/test_auth_block.bin")));
        Files.write(folder.resolve("stored"), known.slice(0x240, 0x404).toArray());

        String digest = run("id-block", "digest", data("test_id_key.pem"));

        assertThat(digest).matches("[0-9a-f]{96}\\R").isEqualTo(run("id-block", "digest", "stored"));
        JsonObject json = JsonKeys.document(run("id-block", "digest", "stored", "-o", "json"));
        assertThat(json.get("digest").getAsString()).isEqualTo(digest.strip());
    }

    @Test
    void existingFilesStay() throws IOException {
        create();
        Bytes first = read("out/id-auth.bin");

        refused("out/id-block.bin: this file exists already", options("--id-key", data("test_id_key.pem")));
        assertThat(read("out/id-auth.bin")).isEqualTo(first);
        create("--force");
        assertThat(read("out/id-auth.bin")).isNotEqualTo(first);
    }

    @Test
    void refusedKeys() throws Exception {
        String report = Firmware.data("snp/milan-v2/report_milan.bin").toString();
        String chain = Firmware.data("snp/milan-v2/cert_chain_milan").toString();
        byte[] pem = Files.readAllBytes(Firmware.data("idblock/test_id_key.pem"));
        Files.write(folder.resolve("cut"), Arrays.copyOf(pem, pem.length - 40));
        Files.writeString(folder.resolve("p256"), pem("EC", 256));
        Files.writeString(folder.resolve("rsa"), pem("RSA", 2048));
        Files.write(folder.resolve("nothing"), new byte[0]);

        refused("found an SEV-SNP attestation report", options("--id-key", report));
        refused("found an X.509 certificate", options("--id-key", chain));
        refused("--id-key cut", options("--id-key", "cut"));
        refused("found P-256, expected a key on P-384", options("--id-key", "p256"));
        refused("found RSA, expected a key on P-384", options("--id-key", "rsa"));
        refused("--id-key nothing: this file is empty", options("--id-key", "nothing"));
        refused("--id-key nix: there is no such file", options("--id-key", "nix"));
        refused("found RSA", options("--id-key", data("test_id_key.pem"), "--author-key", "rsa"));
        refused("found RSA", "id-block", "digest", "rsa");
        refused("found an SEV-SNP attestation report", "id-block", "digest", report);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusedValues() {
        String key = data("test_id_key.pem");

        refused(
                "found 1 bytes, expected 48 bytes",
                "id-block",
                "create",
                "--measurement",
                "ab",
                "--id-key",
                key,
                "--out",
                "out");
        refused(
                "is neither an even number of hexadecimal digits nor base64 of 48 bytes",
                "id-block",
                "create",
                "--measurement",
                "xy",
                "--id-key",
                key,
                "--out",
                "out");
        refused("neither 32 hexadecimal digits nor a text", options("--id-key", key, "--family-id", "a".repeat(17)));
        refused("'4294967296' is not a number from 0 to 0xffffffff", options("--id-key", key, "--svn", "4294967296"));
        refused("policy bit 17 is clear", options("--id-key", key, "--policy", "0x0"));
        refused("missing required option", "id-block", "create", "--measurement", MEASUREMENT, "--out", "out");
        refused("create or digest is missing", "id-block");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void t5AKeyInDerIsToldToBeWrittenAsPem() throws IOException {
        byte[] key = new byte[185];
        System.arraycopy(new byte[] {0x30, (byte) 0x81, (byte) 0xb6, 2, 1, 0}, 0, key, 0, 6);
        Files.write(folder.resolve("key.der"), key);
        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run(options("--id-key", "key.der"))).isEqualTo(2);
        assertThat(terminal.err()).contains("this key is in DER", "openssl pkey -inform DER");
    }

    /** A shell reads the line as it is meant, whatever the folder's name is. */
    @Test
    void t4TheLineToCopyIsRightForAShellWithAnApostrophe() {
        String[] other = options("--id-key", data("test_id_key.pem"));
        other[Arrays.asList(other).indexOf("out")] = "it's";
        assertThat(run(other)).contains("\"$(cat 'it'\\''s/id-block.b64')\"");
    }

    private String create(String... more) {
        return run(Stream.concat(Stream.of(options("--id-key", data("test_id_key.pem"))), Stream.of(more))
                .toArray(String[]::new));
    }

    private static String[] options(String... more) {
        return Stream.concat(
                        Stream.of("id-block", "create", "--measurement", MEASUREMENT, "--out", "out"), Stream.of(more))
                .toArray(String[]::new);
    }

    private String run(String... arguments) {
        Terminal terminal = new Terminal().folder(folder);
        int code = terminal.run(arguments);
        assertThat(code).as(terminal.err()).isZero();
        return terminal.out();
    }

    private void refused(String message, String... arguments) {
        Terminal terminal = new Terminal().folder(folder);

        assertThat(terminal.run(arguments)).isEqualTo(2);
        assertThat(terminal.err()).startsWith("cloister: ").contains(message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    private Bytes read(String name) throws IOException {
        return Bytes.of(Files.readAllBytes(folder.resolve(name)));
    }

    private static String data(String name) {
        return Firmware.data("idblock/" + name).toString();
    }

    private static String pem(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    }
}
