// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Uses of machines after the calls that they were lent for. Safe for use by several threads. */
public final class LateUses {
    private static final int MOST = 10;

    private final List<String> uses = new CopyOnWriteArrayList<>();

    void note(String lentFor, String call) {
        String use = "the machine that was lent for " + lentFor + " was asked for " + call + " afterwards";
        if (uses.size() < MOST && !uses.contains(use)) {
            uses.add(use);
        }
    }

    /** The first of them, each as a sentence. */
    public List<String> all() {
        return List.copyOf(uses);
    }
}
