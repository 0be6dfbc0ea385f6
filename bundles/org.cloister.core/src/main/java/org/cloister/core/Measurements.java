// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.core.codes.CoreCodes;

/** Measurements held against each other, register by register. */
final class Measurements {
    private Measurements() {}

    /** All of a measurement that a guest can be known by. */
    static String told(Measurement measurement) {
        if (measurement.registers().isEmpty()) {
            return measurement.value().hex();
        }
        List<String> names =
                measurement.registers().stream().map(MeasuredRegister::name).toList();
        return measurement.value().hex() + " " + told(measurement, names);
    }

    /** What one of two says where they differ. */
    static String differing(Measurement one, Measurement other, Measurement told) {
        List<String> different = one.differences(other);
        return different.equals(List.of(Measurement.DIGEST)) ? told.value().hex() : told(told, different);
    }

    private static String told(Measurement measurement, List<String> names) {
        return names.stream().map(name -> name + "=" + measurement.told(name)).collect(Collectors.joining(" "));
    }

    /** Its owner let a guest go on that was shown by what was computed of it. */
    static void requireExpected(String guest, Measurement shown, Measurement measured) {
        if (!shown.differences(measured).isEmpty()) {
            throw Problem.operation(
                            CoreCodes.GUEST_MEASUREMENT,
                            "the finished guest is not the one that was shown at the pause")
                    .at(guest)
                    .found(differing(shown, measured, measured))
                    .expected(differing(shown, measured, shown))
                    .remedy("the guest was closed; report this to who made the guest type")
                    .exception();
        }
    }
}
