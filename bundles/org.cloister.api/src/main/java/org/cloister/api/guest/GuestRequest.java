// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * What a guest has to be like, whatever its type. Immutable.
 *
 * <p>Numbers are taken as given: the guest type judges them in {@link ConfidentialGuestSupport#plan} and names its
 * limits.
 *
 * @param firmware the firmware image; {@link #NO_FIRMWARE} for a guest without one, which types accept that do not
 *     {@linkplain ConfidentialGuestSupport#needsFirmware need} it
 * @param boot a kernel for direct boot, when there is one
 * @param vcpus how many virtual processors
 * @param vcpuType the processor model, by QEMU's names, such as {@code EPYC-v4}
 * @param memory bytes of RAM
 * @param properties settings of the guest type by name, as text; see {@link ConfidentialGuestSupport#properties()}
 */
public record GuestRequest(
        Image firmware,
        Optional<DirectBoot> boot,
        int vcpus,
        String vcpuType,
        long memory,
        Map<String, String> properties) {
    /** Stands for no firmware: an image without a name and without bytes. */
    public static final Image NO_FIRMWARE = new Image("", Bytes.EMPTY);

    /** Copies the map and checks that all parts are there. */
    public GuestRequest {
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(boot, "boot");
        Objects.requireNonNull(vcpuType, "vcpuType");
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Whether there is firmware; an image that is empty and has a name is one. */
    public boolean hasFirmware() {
        return !firmware.equals(NO_FIRMWARE);
    }

    /**
     * The firmware, for types that cannot do without.
     *
     * @param type the guest type, for the message
     * @throws org.cloister.api.CloisterException {@code firmware.missing} when there is none
     */
    public Image requireFirmware(GuestType type) {
        if (!hasFirmware()) {
            throw Problem.input(ProblemCodes.FIRMWARE_MISSING, "guests of this type begin with firmware")
                    .at("firmware")
                    .found("type " + type + " and no firmware")
                    .expected("a firmware image")
                    .remedy("name one, with --firmware FILE for example")
                    .exception();
        }
        return firmware;
    }

    /** The same request with another firmware, or with {@link #NO_FIRMWARE}. */
    public GuestRequest withFirmware(Image other) {
        return new GuestRequest(other, boot, vcpus, vcpuType, memory, properties);
    }

    /** The same request with other properties. */
    public GuestRequest withProperties(Map<String, String> others) {
        return new GuestRequest(firmware, boot, vcpus, vcpuType, memory, others);
    }
}
