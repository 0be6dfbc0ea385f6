// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ChainVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A platform that keeps its identity in a folder. */
class PlatformIdentityTest {
    @TempDir
    Path temporary;

    private SoftSev platform;

    @AfterEach
    void close() {
        if (platform != null) {
            platform.close();
        }
    }

    /** Authorities are as long as AMD's of the same generation, and their roots as AMD's in form. */
    @ParameterizedTest
    @CsvSource({"NAPLES, 832", "ROME, 1600", "MILAN, 1600", "GENOA, 1600", "TURIN, 1600"})
    void anOwnerVerifiesItsChain(EmulatedGeneration generation, int size) {
        close();
        platform = new SoftSev(PlatformSettings.of(generation), Optional.of(temporary.resolve("state")));
        PdhCertExport.Certificates exported = exported();
        Bytes authorities = authorities();
        CertificateFiles files = new CertificateFiles();
        files.add(exported.pdh().content(), "pdh.cert");
        files.add(exported.chain().content(), "chain.cert");
        files.add(authorities, "ask_ark.cert");
        CertificateFiles roots = new CertificateFiles();
        assertThat(authorities.length()).isEqualTo(2 * size);
        roots.add(authorities.slice(size, size), "ark.cert");
        List<VerificationResult> results =
                ChainVerifier.of(Roots.trusting(roots), Crypto.platform()).verify(files, Instant.EPOCH);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).with(Status.FAILED)).isEmpty();
        assertThat(results.get(0).with(Status.NOT_PERFORMED)).isEmpty();
        assertThat(results.get(0).links()).hasSize(7);
    }

    /** AMD's real authorities of a generation and the emulated ones have the same form. */
    @ParameterizedTest
    @EnumSource
    void itsAuthoritiesAreAsAmdsInForm(EmulatedGeneration generation) throws IOException {
        close();
        platform = new SoftSev(PlatformSettings.of(generation));
        List<CaCertificate> made = CertificateFile.decode(authorities(), "made").stream()
                .map(CaCertificate.class::cast)
                .toList();
        for (CaCertificate one : made) {
            String role = one.usage().name().toLowerCase(Locale.ROOT);
            String file = "legacy/ca/" + generation.word() + "/" + role + ".cert";
            CaCertificate real = CaCertificate.decode(Bytes.of(Files.readAllBytes(DataFolder.path(file))), file);
            assertThat(one.algorithm()).isEqualTo(real.algorithm());
            assertThat(one.key().exponent()).isEqualTo(real.key().exponent());
            assertThat(one.key().modulus().bitLength())
                    .isEqualTo(real.key().modulus().bitLength());
            assertThat(one.encode().slice(0, 4)).isEqualTo(real.encode().slice(0, 4));
            assertThat(one.encode().slice(36, 28)).isEqualTo(real.encode().slice(36, 28));
            assertThat(one.rootOf()).isEmpty();
        }
        assertThat(made).extracting(CaCertificate::usage).containsExactly(KeyUsage.ASK, KeyUsage.ARK);
    }

    @Test
    void itIsTheSameAfterARestart() {
        start();
        PdhCertExport.Certificates before = exported();
        Bytes authorities = authorities();
        start();
        assertThat(exported()).isEqualTo(before);
        assertThat(authorities()).isEqualTo(authorities);
        channel().execute(BarePlatformCommand.FACTORY_RESET);
        assertThat(channel().execute(new GetPlatformStatus()).state()).contains(PlatformState.UNINIT);
        start();
        assertThat(exported()).isNotEqualTo(before);
        assertThat(authorities()).isEqualTo(authorities);
    }

    @Test
    void damagedStateIsNotUsedUntilItIsReset() throws IOException {
        start();
        exported();
        platform.close();
        Path file = temporary.resolve("state/platform");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        start();
        corrupt(this::exported);
        corrupt(() -> channel().execute(BarePlatformCommand.PDH_GEN));
        corrupt(() -> channel().execute(new GetPlatformStatus()));
        corrupt(() -> platform.create(spec()).close());
        assertThat(platform.adapt(PlatformUsage.class).orElseThrow().asids()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        channel().execute(BarePlatformCommand.FACTORY_RESET);
        exported();
    }

    @Test
    void aClosedPlatformHasNoIdentity() {
        start();
        exported();
        platform.close();
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(this::exported)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("platform.closed"));
    }

    @Test
    void withoutAFolderNothingIsWritten() {
        platform = new SoftSev(PlatformSettings.DEFAULT);
        exported();
        assertThat(temporary.resolve("state")).doesNotExist();
    }

    private static void corrupt(ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("state.corrupt"));
    }

    private void start() {
        close();
        platform = new SoftSev(PlatformSettings.DEFAULT, Optional.of(temporary.resolve("state")));
    }

    private PdhCertExport.Certificates exported() {
        return LengthQuery.fetch(channel(), PdhCertExport.LENGTH);
    }

    private Bytes authorities() {
        return platform.adapt(PlatformAuthorities.class).orElseThrow().askAndArk();
    }

    private PlatformChannel channel() {
        return platform.adapt(PlatformChannel.class).orElseThrow();
    }

    private static MachineSpec spec() {
        return new MachineSpec(new GuestType("sev"), List.of(new MemoryRegion("ram", 0, 4096)), 1);
    }
}
