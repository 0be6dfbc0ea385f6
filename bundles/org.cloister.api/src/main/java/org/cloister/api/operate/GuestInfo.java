package org.cloister.api.operate;

import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;

/**
 * Which guest something happened to. Immutable.
 *
 * @param id its name, unique in this process
 * @param type its type
 * @param platform the name of the platform that carries it
 * @param trust what stands behind that platform
 */
public record GuestInfo(String id, GuestType type, String platform, Trust trust) {
    /** Checks that all parts are there. */
    public GuestInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(trust, "trust");
    }
}
