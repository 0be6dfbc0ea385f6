// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

/** Stands between a guest type and its machine, before each call to the machine, its memory and its channels. */
@FunctionalInterface
public interface Tap {
    /** Lets everything pass. */
    Tap OPEN = call -> {};

    /**
     * A call is about to be made.
     *
     * @param call the method's name
     * @throws org.cloister.api.CloisterException to have the call fail, before it has done anything
     */
    void before(String call);
}
