// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

/** A thread for a vendor's code, which inherits nothing of who asks, and the method that it is in. */
final class Asker extends Thread {
    private volatile VendorMethod in;

    Asker(String bundle, Runnable work) {
        super(null, work, "cloister-ask " + bundle, 0, false);
        setDaemon(true);
        setContextClassLoader(Asker.class.getClassLoader());
    }

    /** Has this thread be in a method; returns the one that it was in before. */
    static VendorMethod enter(VendorMethod method) {
        if (!(currentThread() instanceof Asker asker)) {
            return null;
        }
        VendorMethod outer = asker.in;
        asker.in = method;
        return outer;
    }

    /** The method that it is in; null before and after. */
    VendorMethod in() {
        return in;
    }
}
