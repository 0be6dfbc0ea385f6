// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that sign reports, of a platform that keeps its identity in a folder. */
class AttestedStateTest {
    @TempDir
    Path temporary;

    private SoftSev platform;

    @AfterEach
    void close() {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void keysAreTheSameAfterARestart() {
        SnpAuthorities service = start(EmulatedGeneration.TURIN);
        channel().execute(new SnpVlekLoad(service.wrappedVlek("cloud.example")));
        SnpCertificates before = service.certificates();
        SnpCertificates after = start(EmulatedGeneration.TURIN).certificates();

        assertThat(after.ark()).isEqualTo(before.ark());
        assertThat(after.ask()).isEqualTo(before.ask());
        assertThat(after.asvk()).isEqualTo(before.asvk());
        assertThat(key(after.vcek())).isEqualTo(key(before.vcek()));
        assertThat(key(after.vlek().orElseThrow())).isEqualTo(key(before.vlek().orElseThrow()));
    }

    @Test
    void authoritiesAreMadeWhenTheyAreNeeded() {
        start(EmulatedGeneration.GENOA);
        channel().execute(new GetSnpPlatformStatus());
        assertThat(temporary.resolve("state/endorsement")).doesNotExist();
        start(EmulatedGeneration.GENOA).certificates();
        assertThat(temporary.resolve("state/endorsement")).exists();
    }

    @Test
    void aFolderIsOfOneGeneration() {
        start(EmulatedGeneration.TURIN).certificates();
        SnpAuthorities other = start(EmulatedGeneration.MILAN);
        CloisterException refused = catchThrowableOfType(CloisterException.class, other::certificates);
        assertThat(refused.problem().code()).isEqualTo("state.generation");
        assertThat(refused.problem().remedy()).contains("--generation turin");
        assertThat(start(EmulatedGeneration.TURIN).certificates().ark()).isNotNull();
    }

    @Test
    void damagedKeysAreNotUsed() throws Exception {
        start(EmulatedGeneration.GENOA).certificates();
        close();
        Path file = temporary.resolve("state/endorsement");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        SnpAuthorities service = start(EmulatedGeneration.GENOA);
        CloisterException refused = catchThrowableOfType(CloisterException.class, service::certificates);
        assertThat(refused.problem().code()).isEqualTo("state.corrupt");
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    @Test
    void aClosedPlatformHasNoKeys() {
        SnpAuthorities service = start(EmulatedGeneration.GENOA);
        service.certificates();
        platform.close();
        CloisterException refused = catchThrowableOfType(CloisterException.class, service::certificates);
        assertThat(refused.problem().code()).isEqualTo("platform.closed");
    }

    private SnpAuthorities start(EmulatedGeneration generation) {
        close();
        PlatformSettings settings = OtherPlatforms.with(generation, AttestationSettings.DEFAULT);
        platform = new SoftSev(settings, Optional.of(temporary.resolve("state")));
        return platform.adapt(SnpAuthorities.class).orElseThrow();
    }

    private PlatformChannel channel() {
        return platform.adapt(PlatformChannel.class).orElseThrow();
    }

    private static Bytes key(Bytes certificate) {
        return AmdCertificate.decode(certificate, "certificate").subjectPublicKeyInfo();
    }
}
