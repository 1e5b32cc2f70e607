import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { databaseServerUrl, redisServerUrl } from '../support/servers.js';

describe('the private servers', () => {
  it('give a database that keeps UTC, utf8mb4 and commits', async () => {
    const connection = await createConnection(await databaseServerUrl());
    try {
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT @@time_zone AS zone, @@character_set_server AS charset, @@max_connections AS connections,
                @@innodb_flush_log_at_trx_commit AS flush, @@global.tx_isolation AS isolation`,
      );
      expect(rows[0]).toEqual({
        zone: '+00:00',
        charset: 'utf8mb4',
        connections: 300,
        flush: 1,
        isolation: 'READ-COMMITTED',
      });
    } finally {
      await connection.end();
    }
  });

  it('let nobody in without the password', async () => {
    const url = new URL(await databaseServerUrl());
    url.password = '';
    await expect(createConnection(url.href)).rejects.toThrow(/Access denied/);
    url.username = 'anybody';
    await expect(createConnection(url.href)).rejects.toThrow(/Access denied/);
  });

  it('give a queue that refuses rather than forgets', async () => {
    const redis = new Redis(await redisServerUrl());
    try {
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
      expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    } finally {
      await redis.quit();
    }
  });
});
