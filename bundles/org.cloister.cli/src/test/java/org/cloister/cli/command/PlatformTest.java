// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.cloister.softsev.model.EmulatedGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code platform} sends to the secure processor, and how it tells what came of it. */
class PlatformTest {
    private final List<PlatformCommand<?>> sent = new ArrayList<>();
    private SevCommandException refusal;

    @TempDir
    Path folder;

    @Test
    void status() {
        assertThat(run("platform", "status").lines())
                .containsExactly(
                        "api     1.55, build 21",
                        "state   init",
                        "owner   the platform itself",
                        "SEV-ES  initialised",
                        "guests  3");
        assertThat(JsonKeys.document(run("platform", "status", "-o", "json")))
                .hasToString(
                        "{\"platform\":{\"name\":\"kvm\",\"trust\":\"HARDWARE\"},\"api\":{\"major\":1,\"minor\":55},"
                                + "\"build\":21,\"state\":\"init\",\"owned\":false,\"es\":true,\"guests\":3}");
    }

    @Test
    void snpStatus() {
        assertThat(run("platform", "snp-status"))
                .contains("api", "1.58, build 99", "reported TCB", "0x5500000000000402", "chipIdMasked", "yes");
        JsonObject json = JsonKeys.document(run("platform", "snp-status", "-o", "json"));
        assertThat(json.keySet())
                .containsExactly(
                        "platform",
                        "api",
                        "build",
                        "state",
                        "rmpInitialized",
                        "guests",
                        "currentTcb",
                        "reportedTcb",
                        "chipIdMasked",
                        "chipKeyMasked",
                        "vlekLoaded",
                        "raplDisabled",
                        "ciphertextHidingCapable",
                        "ciphertextHidingEnabled");
    }

    @Test
    void theIdentityIsALineForEachSocket() {
        assertThat(run("platform", "id").lines()).containsExactly("aa".repeat(64), "bb".repeat(64));
        assertThat(JsonKeys.document(run("platform", "id", "-o", "json")).getAsJsonArray("ids"))
                .hasSize(2);
    }

    @Test
    void exportWritesTheFilesThatOwnersKnow() throws IOException {
        assertThat(run("platform", "export", "--out", "certs")).contains("pdh.cert", "cert_chain.cert", "2 bytes");
        assertThat(folder.resolve("certs/pdh.cert")).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder.resolve("certs/cert_chain.cert")).hasBinaryContent(new byte[] {3, 4, 5});
        refused(2, "this file exists already", "platform", "export", "--out", "certs");
        run("platform", "export", "--out", "certs", "--force");
        assertThat(folder.resolve("certs/ask_ark.cert")).doesNotExist();
        run("platform", "pek-csr", "--out", "pek_csr.cert");
        assertThat(Files.readAllBytes(folder.resolve("pek_csr.cert"))).containsExactly(6);
    }

    @Test
    void anEmulatedPlatformBringsItsOwnRoot() {
        Terminal terminal = new Terminal().folder(folder).processor(new Rooted());
        assertThat(terminal.run("platform", "export", "--platform", "emulated", "--out", "certs"))
                .isZero();
        assertThat(folder.resolve("certs/ask_ark.cert")).hasBinaryContent(new byte[] {8, 9});
    }

    @Test
    void certificatesAreFilesThatVerifyTakes() throws IOException {
        assertThat(emulated("certificates", "--out", "certs")).contains("ark.pem", "vcek.pem", "crl.pem", "bytes");
        assertThat(folder.resolve("certs/ask.pem"))
                .hasContent("-----BEGIN CERTIFICATE-----\nAg==\n-----END CERTIFICATE-----\n");
        assertThat(folder.resolve("certs/crl.pem"))
                .hasContent("-----BEGIN X509 CRL-----\nBg==\n-----END X509 CRL-----\n");
        emulated("certificates", "--out", "der", "--form", "der");
        assertThat(folder.resolve("der").toFile().list())
                .containsExactlyInAnyOrder("ark.der", "ask.der", "asvk.der", "vcek.der", "vlek.der", "crl.der");
        assertThat(folder.resolve("der/vlek.der")).hasBinaryContent(new byte[] {5});
        refused(3, "what certifies this platform's keys is AMD's", "platform", "certificates", "--out", "others");
        assertThat(folder.resolve("others")).doesNotExist();
    }

    @Test
    void aProvidersKeyIsMadeByAnEmulatedAuthority() throws IOException {
        emulated("vlek-make", "--csp", "cloud.example", "--out", "vlek.bin");
        assertThat(Files.readString(folder.resolve("vlek.bin"))).isEqualTo("for cloud.example");
        refused(3, "what certifies this platform's keys is AMD's", "platform", "vlek-make", "--csp", "a", "--out", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "--generation Turin, generation, turin",
        "--generation milan, generation, milan",
        "--report-version 5, report.version, 5"
    })
    void anEmulatedPlatformIsWhatItIsToldToBe(String option, String setting, String value) {
        Terminal terminal = new Terminal().folder(folder).processor(new Rooted());
        String[] words = option.split(" ");
        assertThat(terminal.run("platform", "status", "--platform", "emulated", words[0], words[1]))
                .isZero();
        assertThat(terminal.settings()).isEqualTo(Map.of(setting, value));
        refused(2, words[0] + ": hardware is what it is", "platform", "status", words[0], words[1]);
    }

    @Test
    void amdsNamesAreForEmulatedPlatforms() {
        Terminal terminal = new Terminal().folder(folder).processor(new Rooted());
        assertThat(terminal.run("platform", "status", "--platform", "emulated", "--amd-names"))
                .isZero();
        assertThat(terminal.settings()).isEqualTo(Map.of("amd.names", "true"));
        refused(2, "--amd-names: hardware is what it is", "platform", "status", "--amd-names");
    }

    @ParameterizedTest
    @EnumSource(EmulatedGeneration.class)
    void everyGenerationThatIsEmulatedCanBeAskedFor(EmulatedGeneration generation) {
        Terminal terminal = new Terminal().folder(folder).processor(new Rooted());
        String name = generation.name().toLowerCase(Locale.ROOT);
        assertThat(terminal.run("platform", "status", "--platform", "emulated", "--generation", name))
                .isZero();
        assertThat(terminal.settings()).isEqualTo(Map.of("generation", name));
    }

    private String emulated(String... arguments) {
        Terminal terminal = new Terminal().folder(folder).processor(new Rooted());
        String[] all =
                Stream.concat(Stream.of("platform"), Stream.of(arguments)).toArray(String[]::new);
        String[] words = Stream.concat(Stream.of(all), Stream.of("--platform", "emulated"))
                .toArray(String[]::new);
        assertThat(terminal.run(words)).as(terminal.err()).isZero();
        assertThat(terminal.err()).startsWith("EMULATED: ");
        return terminal.out();
    }

    @ParameterizedTest
    @CsvSource({"pek-gen, PEK_GEN", "reset, FACTORY_RESET", "snp-commit, SNP_COMMIT"})
    void whatCannotBeUndoneWantsAYes(String name, BarePlatformCommand command) {
        refused(2, "this cannot be undone", "platform", name);
        assertThat(person("").run("platform", name)).isEqualTo(2);
        assertThat(person("n\n").run("platform", name)).isEqualTo(2);
        assertThat(person("yep\n").run("platform", name)).isEqualTo(2);
        assertThat(sent).isEmpty();

        Terminal person = person("y\n");
        assertThat(person.run("platform", name)).isZero();
        assertThat(person.err()).startsWith("This cannot be undone: ").contains("Go on? [y/N] ");
        assertThat(run("platform", name, "--yes")).isEqualTo(name + " done\n");
        assertThat(sent).hasSize(2).allMatch(command::equals);
    }

    @Test
    void rotatingThePdhLosesNothingThatCannotBeMadeAgain() {
        assertThat(JsonKeys.document(run("platform", "pdh-gen", "-o", "json"))
                        .get("done")
                        .getAsString())
                .isEqualTo("pdh-gen");
        assertThat(sent).hasToString("[PDH_GEN]");
    }

    @Test
    void anImportTakesTheRightCertificatesOnly() {
        String pek = Firmware.data("legacy/naples/pek.cert").toString();
        String oca = Firmware.data("legacy/naples/oca.cert").toString();

        refused(2, "another key", "platform", "pek-import", "--pek", oca, "--oca", oca, "--yes");
        refused(2, "another key", "platform", "pek-import", "--pek", pek, "--oca", pek, "--yes");
        refused(2, "nothing was done", "platform", "pek-import", "--pek", pek, "--oca", oca);
        assertThat(sent).isEmpty();
        run("platform", "pek-import", "--pek", pek, "--oca", oca, "--yes");
        assertThat(sent).singleElement().isInstanceOf(PekCertImport.class);
    }

    @Test
    void aConfigurationKeepsWhatIsNotNamed() {
        run("platform", "snp-config", "--mask-chip-key", "on");
        assertThat(sent.get(1)).isEqualTo(new SnpSetConfig(0x5500000000000402L, 3));
        run("platform", "snp-config", "--reported-tcb", "0xff00000000000001", "--mask-chip-id", "off");
        assertThat(sent.get(4)).isEqualTo(new SnpSetConfig(0xff00000000000001L, 0));
    }

    @Test
    void aVlekHasItsLength() throws IOException {
        Files.write(folder.resolve("short"), new byte[431]);
        Files.write(folder.resolve("vlek"), new byte[432]);
        refused(2, "found 431 bytes, expected 432 bytes", "platform", "vlek-load", "short");
        assertThat(run("platform", "vlek-load", "vlek")).isEqualTo("vlek-load done\n");
    }

    @Test
    void whatTheHostLacksIsToldApartFromWhatTheFirmwareRefuses() {
        refusal = new SevCommandException("PLATFORM_STATUS", Errno.ENOENT, FirmwareStatus.NOT_CALLED, "/dev/sev");
        refused(3, "/dev/sev: PLATFORM_STATUS was refused", "platform", "status");
        refusal = new SevCommandException("PEK_GEN", Errno.EIO, 5);
        refused(1, "PEK_GEN was refused", "platform", "pek-gen", "--yes");
    }

    @ParameterizedTest
    @EnumSource(value = FirmwareStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
    void everyStatusOfASnpCommandIsNamedWithARemedy(FirmwareStatus status) throws IOException {
        Files.write(folder.resolve("vlek"), new byte[432]);
        Map<String, String[]> commands = Map.of(
                "SNP_PLATFORM_STATUS", new String[] {"platform", "snp-status"},
                "SNP_COMMIT", new String[] {"platform", "snp-commit", "--yes"},
                "SNP_SET_CONFIG", new String[] {"platform", "snp-config", "--mask-chip-id", "on"},
                "SNP_VLEK_LOAD", new String[] {"platform", "vlek-load", "vlek"});
        commands.forEach((name, words) -> {
            refusal = new SevCommandException(name, Errno.EIO, status.code(), "injected");
            Terminal terminal = hardware();
            assertThat(terminal.run(words)).as(name).isEqualTo(1);
            assertThat(terminal.err())
                    .startsWith("cloister: injected: " + name + " was refused")
                    .contains(status.name())
                    .containsPattern("\\); [a-z].{10,}\n")
                    .hasLineCount(1);
            assertThat(terminal.out()).isEmpty();
        });
    }

    @Test
    void aPlatformIsNeverReplacedByAnother() {
        refused(
                3,
                "--platform emulated: no such platform is installed here",
                "platform",
                "status",
                "--platform",
                "emulated");
    }

    @Test
    void anEmulatedPlatformSaysSoAndKeepsItsIdentityWhereItIsTold() {
        Terminal terminal = new Terminal().folder(folder).processor(new Processor("softsev", Trust.EMULATED));
        assertThat(terminal.run("platform", "status", "--platform", "emulated", "--state", "identity"))
                .isZero();
        assertThat(terminal.err()).startsWith("EMULATED: ").hasLineCount(1);
        assertThat(terminal.settings())
                .isEqualTo(Map.of(
                        "state", folder.resolve("identity").toAbsolutePath().toString()));
    }

    private Terminal person(String says) {
        return hardware().interactive().in(says.getBytes(StandardCharsets.UTF_8));
    }

    private Terminal hardware() {
        return new Terminal().folder(folder).processor(new Processor("kvm", Trust.HARDWARE));
    }

    private String run(String... arguments) {
        Terminal terminal = hardware();
        int code = terminal.run(arguments);
        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.err()).isEmpty();
        return terminal.out();
    }

    private void refused(int code, String message, String... arguments) {
        Terminal terminal = hardware();
        assertThat(terminal.run(arguments)).isEqualTo(code);
        assertThat(terminal.err()).startsWith("cloister: ").contains(message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    /** One with authorities of its own. */
    private final class Rooted extends Processor implements PlatformAuthorities, SnpAuthorities {
        Rooted() {
            super("softsev", Trust.EMULATED);
        }

        @Override
        public Bytes askAndArk() {
            return Bytes.ofHex("0809");
        }

        @Override
        public SnpCertificates certificates() {
            Bytes vlek = Bytes.ofHex("05");
            return new SnpCertificates(
                    Bytes.ofHex("01"),
                    Bytes.ofHex("02"),
                    Bytes.ofHex("03"),
                    Bytes.ofHex("04"),
                    Optional.of(vlek),
                    Bytes.ofHex("06"));
        }

        @Override
        public Bytes wrappedVlek(String cspId) {
            return Bytes.of(("for " + cspId).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Bytes wrapVlek(Bytes hashstick, long tcb) {
            throw new UnsupportedOperationException();
        }
    }

    /** A secure processor with fixed answers, which remembers what it was sent. */
    private class Processor implements SecureProcessor, PlatformChannel {
        private final String name;
        private final Trust trust;

        Processor(String name, Trust trust) {
            this.name = name;
            this.trust = trust;
        }

        @Override
        public String platform() {
            return name;
        }

        @Override
        public Trust trust() {
            return trust;
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return channel.isInstance(this) ? Optional.of(channel.cast(this)) : Optional.empty();
        }

        @Override
        @SuppressWarnings("unchecked") // each command says what it answers
        public <A> A execute(PlatformCommand<A> command) {
            if (refusal != null) {
                throw refusal;
            }
            sent.add(command);
            return (A) answer(command);
        }

        private Object answer(PlatformCommand<?> command) {
            if (command instanceof GetPlatformStatus) {
                return new PlatformStatus(1, 55, 21, 1, 0x100, 3);
            }
            if (command instanceof GetSnpPlatformStatus) {
                return new SnpPlatformStatus(1, 58, 1, true, 99, 1, 2, 0x5500000000000503L, 0x5500000000000402L);
            }
            if (command instanceof GetId2 id) {
                return blob(id.asksLength(), "aa".repeat(64) + "bb".repeat(64));
            }
            if (command instanceof PekCsr csr) {
                return blob(csr.asksLength(), "06");
            }
            if (command instanceof PdhCertExport export) {
                return new PdhCertExport.Certificates(
                        blob(export.asksLength(), "0102"), blob(export.asksLength(), "030405"));
            }
            return SevCommand.Done.DONE;
        }

        private static Blob blob(boolean length, String hex) {
            Bytes content = Bytes.ofHex(hex);
            return length ? Blob.ofLength(content.length()) : Blob.of(content);
        }
    }
}
