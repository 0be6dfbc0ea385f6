// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Optional;
import org.cloister.api.CloisterException;

/**
 * One service of a vendor's bundle, as calls of it are attributed. A question that it does not answer is not put to it
 * again until that call comes back.
 */
public final class Vendor {
    private final String bundle;
    private volatile Overrun silent;
    private volatile boolean gone;

    /** A service of a bundle, which is named by symbolic name and version. */
    public Vendor(String bundle) {
        this.bundle = bundle;
    }

    /** The bundle's symbolic name and version. */
    public String bundle() {
        return bundle;
    }

    /** Why it is not asked now: a question to it has not come back. */
    public Optional<CloisterException> silence() {
        return Optional.ofNullable(silent).map(Overrun::exception);
    }

    /** Its service was unregistered. */
    void leave() {
        gone = true;
    }

    boolean gone() {
        return gone;
    }

    void silent(Overrun overrun) {
        silent = overrun;
    }

    void cameBack(Overrun overrun) {
        if (silent == overrun) {
            silent = null;
        }
    }
}
