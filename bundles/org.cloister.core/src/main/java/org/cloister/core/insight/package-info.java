/** Notifies listeners of what happened. */
package org.cloister.core.insight;
