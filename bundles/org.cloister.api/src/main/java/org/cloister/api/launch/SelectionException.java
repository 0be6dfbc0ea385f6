// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Nothing here can serve a request; every candidate with its reason. */
public class SelectionException extends CloisterException {
    private static final long serialVersionUID = 1L;

    /** Not serialised: exceptions of this kind stay within a process. */
    private final transient Selection selection;

    /** Creates an exception. */
    public SelectionException(Problem problem, Selection selection) {
        super(problem, null);
        this.selection = selection;
    }

    /** What was considered; nothing was chosen. */
    public Selection selection() {
        return selection;
    }
}
