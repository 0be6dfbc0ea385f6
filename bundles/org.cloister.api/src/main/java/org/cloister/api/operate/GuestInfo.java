// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.Measurement;

/**
 * Which guest something happened to. Immutable.
 *
 * @param id its name, unique in this process
 * @param type its type
 * @param platform the name of the platform that carries it
 * @param trust what stands behind that platform
 * @param measurement how it was measured last; empty before it was
 * @param backend the name and version of the bundle that goes on with it, for people and records; empty before its
 *     launch began, and when no backend is there that could
 */
public record GuestInfo(
        String id,
        GuestType type,
        String platform,
        Trust trust,
        Optional<Measurement> measurement,
        Optional<String> backend) {
    /** Checks that all parts are there. */
    public GuestInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(backend, "backend");
    }
}
