import { SidetoneDatabase } from '@/engine/storage/database.ts'

/** This panel's view of the one database. */
export const database = new SidetoneDatabase()
