// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.GuestType;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.CommonSettings;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.PropertyDescription;

/** What is kept here for guests of every type, whatever the type itself makes of it: that nobody debugs them. */
final class KeptSettings {
    private KeptSettings() {}

    /**
     * A request as its type gets it: a word that the type does not have is kept here and not handed on.
     *
     * @param known what the type has words for
     * @throws org.cloister.api.CloisterException {@code property.unknown} for {@code debug} with another value
     */
    static GuestRequest forType(GuestType type, Collection<PropertyDescription> known, GuestRequest request) {
        String debug = request.properties().get(CommonSettings.DEBUG);
        if (debug == null || known.stream().anyMatch(one -> one.name().equals(CommonSettings.DEBUG))) {
            return request;
        }
        if (!isOff(debug)) {
            throw Problem.input(ProblemCodes.PROPERTY_UNKNOWN, "guest type " + type + " has no such property")
                    .at(CommonSettings.DEBUG)
                    .found(debug)
                    .expected("off, which every type has")
                    .remedy("leave it out, or say it in the policy where that has a word for it")
                    .exception();
        }
        Map<String, String> others = new TreeMap<>(request.properties());
        others.remove(CommonSettings.DEBUG);
        return request.withProperties(others);
    }

    /** Refuses to debug a guest whose request said so, before its type is asked. */
    static void requireDebugging(String guest, Map<String, String> properties) {
        if (isOff(properties.getOrDefault(CommonSettings.DEBUG, ""))) {
            throw Problem.operation(ProblemCodes.DEBUG_POLICY, "this guest was launched with debugging off")
                    .at(guest)
                    .found(CommonSettings.DEBUG + "=off")
                    .remedy("launch it without that setting, where its owner permits it")
                    .exception();
        }
    }

    private static boolean isOff(String debug) {
        return OnOff.parse(debug).filter(on -> !on).isPresent();
    }
}
