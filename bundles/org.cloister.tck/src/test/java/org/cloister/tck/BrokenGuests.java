// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Guest types with one fault each. */
final class BrokenGuests {
    /**
     * A fault.
     *
     * @param check the check that finds it
     * @param what it is
     * @param stuck whether a call does not come back
     * @param beside whether the sound backend is there too, to hand launches over
     * @param guest makes one
     */
    record Fault(String check, String what, boolean stuck, boolean beside, Supplier<AlteredGuest> guest) {}

    private BrokenGuests() {}

    static Fault fault(String check, String what, Supplier<AlteredGuest> guest) {
        return new Fault(check, what, false, false, guest);
    }

    static Fault stuck(String check, String what, Supplier<AlteredGuest> guest) {
        return new Fault(check, what, true, false, guest);
    }

    static Fault beside(String check, String what, Supplier<AlteredGuest> guest) {
        return new Fault(check, what, false, true, guest);
    }

    static List<Fault> all() {
        return Stream.of(
                        BrokenDescriptions.all(),
                        BrokenPlans.all(),
                        BrokenLaunches.all(),
                        BrokenManners.all(),
                        BrokenOrders.all(),
                        BrokenAdoption.all(),
                        BrokenCapabilities.all(),
                        BrokenTransfers.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Throws anything as if it were unchecked. */
    @SuppressWarnings("unchecked") // That is the trick
    static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Sleeps, and cannot be woken. */
    static <T> T asleep() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // that is the fault
            }
        }
    }
}
