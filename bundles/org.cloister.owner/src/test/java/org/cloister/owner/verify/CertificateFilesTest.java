// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken from files and folders. */
class CertificateFilesTest {
    private static final MadeChain MILAN = MadeChain.milan();

    @TempDir
    private Path folder;

    private Path write(String name, Bytes content) throws IOException {
        return Files.write(folder.resolve(name), content.toArray());
    }

    private static Bytes pem(String label, Bytes der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
        return text("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private static Bytes text(String content) {
        return Bytes.of(content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFileWithoutAnEndIsRefused() {
        Path endless = Path.of("/dev/zero");
        assumeTrue(Files.isReadable(endless), "this host has no /dev/zero");
        assertThatThrownBy(() -> new CertificateFiles().add(endless)).hasMessageContaining("too large");
    }

    @Test
    void folderGivesAllOfItAndLeavesTheRestAside() throws IOException {
        write("chain", pem("CERTIFICATE", MILAN.ark().encoded()));
        write("ask.der", MILAN.ask().encoded());
        write("list.crl", pem("X509 CRL", MadeCrl.by("ARK-Milan").encoded()));
        write("report.bin", MILAN.signed());
        write("notes.txt", text("of last week"));
        Files.createDirectory(folder.resolve("deeper"));

        CertificateFiles files = new CertificateFiles().add(folder);

        assertThat(files.bundle().certificates()).hasSize(2);
        assertThat(files.bundle().crls()).hasSize(1);
        assertThat(files.bundle().problems()).isEmpty();
        assertThat(files.ignored()).hasSize(2);
    }

    @Test
    void ownerV3_fileInAFolderIsIgnoredWhateverItsName() throws IOException {
        Path file = write("ask.pem", text("not really"));

        CertificateFiles files = new CertificateFiles().add(folder);

        assertThat(files.bundle().problems()).isEmpty();
        assertThat(files.ignored()).containsExactly(new IgnoredItem(file.toString(), "text"));
    }

    @Test
    void ownerV3_moreFilesThanAreLookedAtAreCounted() throws IOException {
        for (int i = 0; i < 4100; i++) {
            write("n" + i, Bytes.EMPTY);
        }

        assertThat(new CertificateFiles().add(folder).ignored())
                .contains(new IgnoredItem(folder.toString(), "4 more files, which were not looked at"));
    }

    @Test
    void namedFileHasToBeOne() throws IOException {
        Path notes = write("notes.txt", text("of last week"));
        Path key = write("key.pem", pem("PRIVATE KEY", Bytes.ofHex("3000")));
        Path empty = write("empty", Bytes.EMPTY);

        CertificateFiles files = new CertificateFiles().add(notes).add(key).add(empty);

        assertThat(files.bundle().problems())
                .extracting(Problem::code)
                .containsExactly("x509.file", "x509.pem.label", "x509.file");
        assertThat(files.bundle().problems().get(1).found()).isEqualTo("PRIVATE KEY");
        assertThat(files.bundle().problems().get(2).found()).isEqualTo("an empty file");
    }

    @Test
    void ownerV3_namedFileInUtf16IsToldToBeThatWithWhatToDo() throws IOException {
        String pem = new String(pem("CERTIFICATE", MILAN.ask().encoded()).toArray(), StandardCharsets.US_ASCII);
        Path file = write("ask.pem", Bytes.of(("\ufeff" + pem).getBytes(StandardCharsets.UTF_16LE)));

        assertThat(new CertificateFiles().add(file).bundle().problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("found text in UTF-16", "iconv -f UTF-16 -t UTF-8"));
        assertThat(new CertificateFiles().add(folder).ignored())
                .containsExactly(new IgnoredItem(file.toString(), "text in UTF-16"));
    }

    @Test
    void revocationListHasToBeOne() throws IOException {
        Path list = write("list", MadeCrl.by("ARK-Milan").encoded());
        Path key = write("vcek", MILAN.vcek().encoded());

        CertificateFiles files = new CertificateFiles().addRevocationList(list).addRevocationList(key);

        assertThat(files.bundle().crls()).hasSize(1);
        assertThat(files.bundle().certificates()).isEmpty();
        assertThat(files.bundle().problems())
                .singleElement()
                .extracting(Problem::code)
                .isEqualTo("x509.crl");
    }

    @Test
    void brokenPemIsRefused() throws IOException {
        String good = new String(pem("CERTIFICATE", MILAN.ask().encoded()).toArray(), StandardCharsets.US_ASCII);
        for (String broken : new String[] {
            good.replace("-----END CERTIFICATE-----", ""),
            good.replace("BEGIN CERTIFICATE", "BEGIN CERTIFICATE!"),
            good.replaceFirst("M", "?"),
            good.replaceFirst("M", "")
        }) {
            assertThat(new CertificateFiles()
                            .add(text(broken), "broken")
                            .bundle()
                            .problems())
                    .hasSize(1);
        }
        assertThat(new CertificateFiles()
                        .add(text("Subject: ASK\n" + good + good), "good")
                        .bundle()
                        .certificates())
                .hasSize(2);
    }

    @Test
    void ownerV3_ofAFileWithManyBlocksTheGoodOnesAreTaken() {
        String good = new String(pem("CERTIFICATE", MILAN.ask().encoded()).toArray(), StandardCharsets.US_ASCII);
        String broken = good.replaceFirst("M", "?");

        CertificateFiles files =
                new CertificateFiles().add(text(good.repeat(70) + broken + good + good.substring(99)), "f");

        assertThat(files.bundle().certificates()).hasSize(71);
        assertThat(files.bundle().problems()).isEmpty();
        assertThat(files.ignored()).extracting(IgnoredItem::where).containsExactly("f, PEM block 71");
    }

    @Test
    void whatIsNotThereIsAProblemOfTheInput() {
        CloisterException refused = catchThrowableOfType(
                CloisterException.class, () -> new CertificateFiles().add(folder.resolve("nothing")));

        assertThat(refused.problem().code()).isEqualTo("file.read");
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
    }

    @Test
    void emptyFolderHasNoChain() {
        CloisterException refused = catchThrowableOfType(
                CloisterException.class,
                () -> ChainVerifier.of(Roots.amd(), Crypto.platform())
                        .verify(new CertificateFiles().add(folder), Verifications.AT));

        assertThat(refused.problem().code()).isEqualTo("chain.empty");
    }

    @Test
    void onlyBrokenFilesFail() {
        CertificateFiles files = new CertificateFiles().add(text("of last week"), "notes");

        assertThat(ChainVerifier.of(Roots.amd(), Crypto.platform()).verify(files, Verifications.AT))
                .singleElement()
                .satisfies(
                        result -> assertThat(Verifications.failed(result)).contains("certificates.form", "root.found"));
    }
}
