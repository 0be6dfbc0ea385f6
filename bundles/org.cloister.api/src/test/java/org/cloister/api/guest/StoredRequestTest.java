// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.ProblemCodes;
import org.junit.jupiter.api.Test;

/** A request comes back from a context as it went in, with firmware or without. */
class StoredRequestTest {
    private static final Image IMAGE = new Image("image", Bytes.ofHex("0102"));

    private static GuestRequest request(Image firmware, Optional<DirectBoot> boot) {
        return new GuestRequest(firmware, boot, 3, "EPYC-v4", 1L << 28, Map.of("policy", "0x30000"));
    }

    @Test
    void comesBackWhole() {
        GuestRequest whole = request(IMAGE, Optional.of(new DirectBoot(IMAGE, Optional.of(IMAGE), "quiet")));
        assertThat(StoredRequest.read(StoredRequest.of(whole))).isEqualTo(whole);
    }

    @Test
    void comesBackWithoutFirmware() {
        GuestRequest realm = request(GuestRequest.NO_FIRMWARE, Optional.empty());
        assertThat(StoredRequest.of(realm).values()).doesNotContainKey("firmware");
        assertThat(StoredRequest.read(StoredRequest.of(realm))).isEqualTo(realm);
        assertThat(realm.hasFirmware()).isFalse();
    }

    @Test
    void anEmptyFileIsFirmware() {
        assertThat(request(new Image("empty.fd", Bytes.EMPTY), Optional.empty()).hasFirmware())
                .isTrue();
    }

    @Test
    void saysWhatIsMissing() {
        Map<String, ContextValue> damaged = new LinkedHashMap<>(
                StoredRequest.of(request(IMAGE, Optional.empty())).values());
        damaged.put("vcpus", new ContextValue.Text("three"));
        assertThatThrownBy(() -> StoredRequest.read(new ContextValue.Fields(damaged)))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCodes.CONTEXT_VALUE);
                    assertThat(e.problem().where()).isEqualTo("vcpus");
                });
    }

    @Test
    void aTypeThatNeedsFirmwareRefuses() {
        assertThatThrownBy(() ->
                        request(GuestRequest.NO_FIRMWARE, Optional.empty()).requireFirmware(new GuestType("sev")))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCodes.FIRMWARE_MISSING));
    }
}
