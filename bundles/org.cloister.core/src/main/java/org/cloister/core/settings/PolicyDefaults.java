// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.CommonSettings;
import org.cloister.api.guest.GuestRequest;
import org.cloister.core.codes.CoreCodes;

/**
 * Policy bits that a request gets when it does not say. Only {@code KEY=VALUE} is understood here; what a key means is
 * the guest type's business.
 *
 * @param byType the bits by the type's name, in the order in which they were given
 * @param place where they are set, for messages
 */
public record PolicyDefaults(Map<String, Map<String, String>> byType, String place) {
    static final PolicyDefaults NONE = new PolicyDefaults(Map.of(), Places.CONFIGURATION.of(Setting.POLICY_DEFAULTS));

    /** Copies the map. */
    public PolicyDefaults {
        byType = Map.copyOf(byType);
    }

    /** The request, its policy completed; the same request where there is nothing to complete. */
    public GuestRequest complete(GuestType type, GuestRequest request) {
        String given = request.properties().getOrDefault(CommonSettings.POLICY, "");
        Map<String, String> missing = missing(type, request, given);
        if (missing.isEmpty()) {
            return request;
        }
        Map<String, String> properties = new TreeMap<>(request.properties());
        properties.put(CommonSettings.POLICY, given.isBlank() ? text(missing) : given + "," + text(missing));
        return new GuestRequest(
                request.firmware(), request.boot(), request.vcpus(), request.vcpuType(), request.memory(), properties);
    }

    /** The note on a policy that was completed. */
    public String note(GuestType type) {
        return "the policy was completed by " + setting(type);
    }

    /** Says that a request is wrong only because of what was completed. */
    public CloisterException blame(GuestType type, CloisterException e) {
        return Problem.host(
                        CoreCodes.SETTINGS_POLICY, "this request cannot have the policy that the settings here give it")
                .at("type " + type)
                .found(setting(type) + ": " + e.problem().message())
                .remedy("correct " + place + ", or say the whole policy in the request")
                .exception(e);
    }

    /** A policy that is one number leaves nothing open. A property named like a bit speaks for that bit. */
    private Map<String, String> missing(GuestType type, GuestRequest request, String given) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (given.isBlank() || given.contains("=")) {
            missing.putAll(byType.getOrDefault(type.name(), Map.of()));
            missing.keySet().removeAll(request.properties().keySet());
            for (String bit : given.split(",", -1)) {
                missing.remove(bit.split("=", 2)[0].strip());
            }
        }
        return missing;
    }

    private String setting(GuestType type) {
        return Setting.POLICY_DEFAULTS.with(type + ":" + text(byType.get(type.name())));
    }

    private static String text(Map<String, String> bits) {
        return bits.entrySet().stream()
                .map(bit -> bit.getKey() + "=" + bit.getValue())
                .collect(Collectors.joining(","));
    }
}
