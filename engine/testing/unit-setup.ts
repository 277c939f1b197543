/** Before each file of the unit tests, since Dexie looks for IndexedDB when it is loaded. */
import 'fake-indexeddb/auto'
